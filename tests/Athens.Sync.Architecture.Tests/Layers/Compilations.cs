using Athens.Sync.Architecture.Tests.Sources;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Athens.Sync.Architecture.Tests.Layers;

/// <summary>Compiles sources in memory, against what this test itself runs on.</summary>
internal static class Compilations
{
    private const string ImplicitUsings =
        """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Threading;
        global using System.Threading.Tasks;
        """;

    private static readonly Lazy<MetadataReference[]> Platform = new(() =>
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Where(path => !Path.GetFileName(path).StartsWith("Athens.", StringComparison.Ordinal))
            .Select(path => (MetadataReference)MetadataReference.CreateFromFile(path))]);

    public static CSharpCompilation Of(IEnumerable<SourceFile> files) =>
        CSharpCompilation.Create(
            "Judged",
            [.. files.Select(file => file.Tree), new SourceFile("ImplicitUsings.cs", ImplicitUsings).Tree],
            Platform.Value,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
}
