using Athens.Ptw.Host.Resources;
using Athens.Sync.Modeling;
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
        options.AddSchemaTransformer((schema, context, _) => DescribeSchema(schema, context));
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

    /// <summary>Whoever reads an entity gets its version, though its class has none: the engine keeps that.</summary>
    private static Task DescribeSchema(OpenApiSchema schema, OpenApiSchemaTransformerContext context)
    {
        if (context.JsonPropertyInfo is null && PtwModel.Instance.Find(context.JsonTypeInfo.Type) is { } entity && schema.Properties is { } properties)
        {
            properties[ResourceJson.Version] = new OpenApiSchema { Type = JsonSchemaType.Integer, Format = "int64" };
            foreach (FieldModel field in entity.Fields.Where(field => field.Access is FieldAccess.ServerOwned))
                (properties[field.Name] as OpenApiSchema)?.ReadOnly = true;
        }

        return Task.CompletedTask;
    }
}
