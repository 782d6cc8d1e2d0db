using System.Xml.Linq;
using Athens.Sync.Architecture.Tests.Sources;

namespace Athens.Sync.Architecture.Tests.Build;

public sealed class BuildFileTests
{
    private static readonly string[] CompiledAheadOfTime = ["Athens.Sync", "Athens.Sync.Http"];

    public static TheoryData<string> AotPackages => [.. CompiledAheadOfTime];

    public static TheoryData<string> Projects => [.. Repository.Files(".", "*.csproj").Order(StringComparer.Ordinal)];

    public static TheoryData<string> Packages => [.. Repository.Packages];

    [Theory]
    [MemberData(nameof(AotPackages))]
    public void Package_OfTheDevice_IsAotCompatible(string package) =>
        Assert.True(
            ProjectFile.OfPackage(package).Property("IsAotCompatible") == "true",
            $"src/{package}/{package}.csproj must set IsAotCompatible: apps are compiled ahead of time with it");

    [Theory]
    [MemberData(nameof(Projects))]
    public void Project_NamesNoVersion_TheyAreAllInOnePlace(string path)
    {
        IEnumerable<string> versioned = new ProjectFile(path).All("PackageReference")
            .Where(reference => reference.Attributes().Any(IsVersion) || reference.Elements("Version").Any())
            .Select(reference => (string?)reference.Attribute("Include") ?? "?");
        Assert.True(!versioned.Any(), $"{path} gives a version to {string.Join(", ", versioned)}: Directory.Packages.props holds every version");
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void Project_IsInTheSolution_SoThatItIsBuiltAndTested(string path) =>
        Assert.True(
            Repository.Read("Athens.Sync.sln").Replace('\\', '/').Contains($"\"{path}\"", StringComparison.Ordinal),
            $"{path} is not in Athens.Sync.sln");

    [Theory]
    [MemberData(nameof(Packages))]
    public void Package_HasADescriptionAndAReadme(string package)
    {
        Assert.True(!string.IsNullOrWhiteSpace(ProjectFile.OfPackage(package).Property("Description")), $"src/{package}/{package}.csproj has no Description");
        Assert.True(File.Exists(Repository.PathOf("src", package, "README.md")), $"src/{package}/README.md is missing: each package says what it is");
    }

    [Fact]
    public void Versions_EachPackage_IsNamedOnce()
    {
        IEnumerable<string?> twice = new ProjectFile("Directory.Packages.props").All("PackageVersion")
            .GroupBy(version => (string?)version.Attribute("Include"), StringComparer.OrdinalIgnoreCase)
            .Where(group => group.Count() > 1)
            .Select(group => group.Key);
        Assert.True(!twice.Any(), $"Directory.Packages.props names twice: {string.Join(", ", twice)}");
    }

    [Fact]
    public void NuGetConfig_NamesNoHost_TheMachinesSourcesAreInherited()
    {
        var config = new ProjectFile("nuget.config");
        Assert.Empty(config.All("packageSources").Elements());
        Assert.DoesNotContain("://", Repository.Read("nuget.config"), StringComparison.Ordinal);
    }

    [Fact]
    public void Warnings_AreErrors_Everywhere() =>
        Assert.Equal("true", new ProjectFile("Directory.Build.props").Property("TreatWarningsAsErrors"));

    private static bool IsVersion(XAttribute attribute) => attribute.Name.LocalName is "Version" or "VersionOverride";
}
