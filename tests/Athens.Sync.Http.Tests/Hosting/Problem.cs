using System.Net;
using System.Text.Json;

namespace Athens.Sync.Http.Tests.Hosting;

/// <summary>An error as the endpoints answer it.</summary>
public sealed record Problem(HttpStatusCode Status, string Type, string Title, string Detail)
{
    /// <summary>Words that would tell of the server's insides.</summary>
    private static readonly string[] Insides = ["Exception", "   at ", "System.", "Athens.", "Microsoft.", "SELECT", ".cs", "/tmp", "/src"];

    /// <summary>Reads an error, and holds it to what every error has to keep to.</summary>
    public static async Task<Problem> ReadAsync(HttpResponseMessage response)
    {
        string body = await response.Content.ReadAsStringAsync();
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        AssertTellsNoInsides(body);
        JsonElement problem = JsonElement.Parse(body);
        Assert.Equal((int)response.StatusCode, problem.GetProperty("status").GetInt32());
        string type = problem.GetProperty("type").GetString()!;
        Assert.StartsWith("urn:athens-sync:", type, StringComparison.Ordinal);
        return new Problem(response.StatusCode, type["urn:athens-sync:".Length..], problem.GetProperty("title").GetString()!, problem.GetProperty("detail").GetString()!);
    }

    /// <summary>No stack, type, statement or path.</summary>
    public static void AssertTellsNoInsides(string body) => Assert.All(Insides, word => Assert.DoesNotContain(word, body, StringComparison.Ordinal));
}
