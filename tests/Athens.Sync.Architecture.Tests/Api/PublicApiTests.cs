using System.Reflection;
using Athens.Sync.Architecture.Tests.Sources;
using PublicApiGenerator;

namespace Athens.Sync.Architecture.Tests.Api;

/// <summary>What a package shows to the world changes on purpose or not at all: the approved text lies beside the code.</summary>
public sealed class PublicApiTests
{
    private const string UpdateVariable = "UPDATE_PUBLIC_API";
    private const string HowToApprove = $"If this API is what you want, run `{UpdateVariable}=1 ./test Architecture` and commit the file with the reason.";

    // Registrations stand in Microsoft's namespaces, which are left out unless one asks.
    private static readonly ApiGeneratorOptions Options = new() { IncludeAssemblyAttributes = false, DenyNamespacePrefixes = [] };

    public static TheoryData<string> Packages => [.. Repository.Packages];

    [Theory]
    [MemberData(nameof(Packages))]
    public void Package_PublicApi_IsAsApproved(string package)
    {
        string path = Repository.PathOf("src", package, "PublicApi.txt");
        string actual = Assembly.Load(package).GeneratePublicApi(Options).ReplaceLineEndings("\n").TrimEnd() + "\n";
        if (Environment.GetEnvironmentVariable(UpdateVariable) == "1")
        {
            File.WriteAllText(path, actual);
            return;
        }

        if (!File.Exists(path))
            Assert.Fail($"src/{package}/PublicApi.txt is missing. {HowToApprove}");
        string approved = File.ReadAllText(path).ReplaceLineEndings("\n");
        if (approved != actual)
            Assert.Fail($"The public API of {package} is not what src/{package}/PublicApi.txt approves:\n\n{TextDiff.Of(approved, actual)}\n{HowToApprove}");
    }
}
