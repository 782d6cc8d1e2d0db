using System.Xml.Linq;
using Athens.Sync.Architecture.Tests.Sources;

namespace Athens.Sync.Architecture.Tests.Build;

/// <summary>A project or props file as XML.</summary>
internal sealed class ProjectFile(string path)
{
    private readonly XDocument document = XDocument.Parse(Repository.Read(path));

    public string Path { get; } = path;

    public IEnumerable<string> ProjectReferences => Includes("ProjectReference").Select(NameOfPath);

    public IEnumerable<string> PackageReferences => Includes("PackageReference");

    public IEnumerable<string> Friends => Includes("InternalsVisibleTo");

    public static ProjectFile OfPackage(string package) => new($"src/{package}/{package}.csproj");

    public IEnumerable<XElement> All(string element) => document.Descendants(element);

    public string? Property(string name) => document.Descendants(name).SingleOrDefault()?.Value;

    private IEnumerable<string> Includes(string element) => All(element).Select(found => (string?)found.Attribute("Include")).OfType<string>();

    private static string NameOfPath(string path) => System.IO.Path.GetFileNameWithoutExtension(path.Replace('\\', '/'));
}
