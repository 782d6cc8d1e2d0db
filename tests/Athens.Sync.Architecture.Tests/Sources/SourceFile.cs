using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Athens.Sync.Architecture.Tests.Sources;

/// <summary>One C# file: its path from the repository's root, with forward slashes, and its text.</summary>
internal sealed class SourceFile
{
    public SourceFile(string path, string text)
    {
        Path = path;
        Text = text;
        Tree = CSharpSyntaxTree.ParseText(text, new CSharpParseOptions(LanguageVersion.Preview), path);
        Unit = Tree.GetCompilationUnitRoot();
    }

    public string Path { get; }

    public string Text { get; }

    public SyntaxTree Tree { get; }

    public CompilationUnitSyntax Unit { get; }

    public string Name => System.IO.Path.GetFileNameWithoutExtension(Path);

    /// <summary>The path's folders: src, the package, and what is below it.</summary>
    public string[] Folders => Path.Split('/')[..^1];

    /// <summary>The package of a file in src/.</summary>
    public string Package => Folders[1];

    /// <summary>The first folder inside the package; empty at its root.</summary>
    public string Layer => Folders.Length > 2 ? Folders[2] : "";

    /// <summary>The types that are not inside another one.</summary>
    public IEnumerable<MemberDeclarationSyntax> TopLevelTypes =>
        Unit.DescendantNodes(node => node is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax)
            .OfType<MemberDeclarationSyntax>()
            .Where(node => node is BaseTypeDeclarationSyntax or DelegateDeclarationSyntax);

    public Violation At(SyntaxNode node, string rule) => At(node.Span, rule);

    public Violation At(TextSpan span, string rule) => new(Path, LineOf(span.Start), rule);

    private int LineOf(int position) => Tree.GetText().Lines.GetLineFromPosition(position).LineNumber + 1;
}
