using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Athens.Ptw.Host.Startup;

/// <summary>What the OpenAPI document says beyond what the endpoints say of themselves: its title, and where a token is needed.</summary>
internal static class OpenApiDescription
{
    private const string Scheme = "bearer";

    public static void Describe(OpenApiOptions options)
    {
        options.AddDocumentTransformer((document, _, _) => DescribeDocument(document));
        options.AddOperationTransformer((operation, context, _) => DescribeOperation(operation, context));
    }

    private static Task DescribeDocument(OpenApiDocument document)
    {
        document.Info.Title = "Athens permit to work";
        document.AddComponent(Scheme, new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", BearerFormat = "JWT" });
        return Task.CompletedTask;
    }

    private static Task DescribeOperation(OpenApiOperation operation, OpenApiOperationTransformerContext context)
    {
        if (context.Description.ActionDescriptor.EndpointMetadata.OfType<IAuthorizeData>().Any())
            operation.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Scheme, context.Document)] = [] }];
        return Task.CompletedTask;
    }
}
