using Microsoft.AspNetCore.Diagnostics;

namespace Athens.Ptw.Host.Startup;

/// <summary>Every error has a body of <c>application/problem+json</c>, whatever the caller said it accepts.</summary>
internal static class Problems
{
    public static void Use(WebApplication app)
    {
        app.UseExceptionHandler(new ExceptionHandlerOptions { ExceptionHandler = WriteAsync, StatusCodeSelector = StatusOf });
        app.UseStatusCodePages(context => WriteAsync(context.HttpContext));
    }

    private static int StatusOf(Exception exception) =>
        exception is BadHttpRequestException bad ? bad.StatusCode : StatusCodes.Status500InternalServerError;

    private static Task WriteAsync(HttpContext http) =>
        TypedResults.Problem(statusCode: http.Response.StatusCode).ExecuteAsync(http);
}
