using Athens.Sync.Architecture.Tests.Sources;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Athens.Sync.Architecture.Tests.Layers;

/// <summary>Which folder of the core refers to which, as the compiler resolves the names. What an XML doc mentions is no reference.</summary>
internal static class CoreImports
{
    public static IEnumerable<Violation> AgainstTheTable(IReadOnlyList<SourceFile> files) =>
        from import in Find(files).DistinctBy(import => (import.From, import.Type))
        where CoreLayers.LevelOf(import.From.Layer) is not null && CoreLayers.LevelOf(import.To.Layer) is not null
        where !CoreLayers.MayKnow(import.From.Layer, import.To.Layer)
        select import.From.At(
            import.Node,
            $"{CoreLayers.NameOf(import.From.Layer)} may not know {import.Type}, which is in {CoreLayers.NameOf(import.To.Layer)} (the table: CoreLayers)");

    public static IEnumerable<Import> Find(IReadOnlyList<SourceFile> files)
    {
        CSharpCompilation compilation = Compilations.Of(files);
        var byPath = files.ToDictionary(file => file.Path, StringComparer.Ordinal);
        return files.SelectMany(file => Find(file, compilation.GetSemanticModel(file.Tree), byPath));
    }

    private static IEnumerable<Import> Find(SourceFile file, SemanticModel model, Dictionary<string, SourceFile> byPath)
    {
        foreach (SimpleNameSyntax name in file.Unit.DescendantNodes().OfType<SimpleNameSyntax>())
        {
            INamedTypeSymbol? type = OutermostType(model.GetSymbolInfo(name).Symbol);
            string? path = type?.DeclaringSyntaxReferences.FirstOrDefault()?.SyntaxTree.FilePath;
            if (path is not null && byPath.TryGetValue(path, out SourceFile? target) && target.Layer != file.Layer)
                yield return new Import(file, target, type!.Name, name);
        }
    }

    private static INamedTypeSymbol? OutermostType(ISymbol? symbol)
    {
        INamedTypeSymbol? type = symbol as INamedTypeSymbol ?? symbol?.ContainingType;
        while (type?.ContainingType is not null)
            type = type.ContainingType;
        return type;
    }

    internal sealed record Import(SourceFile From, SourceFile To, string Type, SyntaxNode Node);
}
