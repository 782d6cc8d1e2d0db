using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Athens.Sync.EndToEnd.Reporting;

/// <summary>Brings the figures of a run into the documents: the table between two marks, and the plots beside it.</summary>
public static class Report
{
    public const string Verb = "report";

    private const string Begin = "<!-- figures of benchmarks/Athens.Sync.EndToEnd -->\n";
    private const string End = "<!-- end of the figures -->";

    /// <param name="json">Figures, a line each; of two on the same the later counts.</param>
    /// <param name="docs">The folder with <c>performance.md</c>.</param>
    public static void Write(string json, string docs)
    {
        List<Figure> figures = [.. File.ReadLines(json)
            .Select(line => JsonSerializer.Deserialize(line, FigureJson.Default.Figure)!)
            .GroupBy(figure => (figure.Case, figure.What, figure.Server, figure.Device))
            .Select(same => same.Last())];
        string path = Path.Combine(docs, "performance.md");
        string text = File.ReadAllText(path);
        int begin = text.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length;
        int end = text.IndexOf(End, StringComparison.Ordinal);
        if (begin < Begin.Length || end < begin)
            throw new InvalidOperationException($"{path} has no place for the figures: the lines\n{Begin}{End}");
        string folder = Directory.CreateDirectory(Path.Combine(docs, "performance")).FullName;
        var plots = new StringBuilder();
        foreach ((string file, string title, string svg) in Plots.Of(figures))
        {
            File.WriteAllText(Path.Combine(folder, file), svg);
            plots.Append(CultureInfo.InvariantCulture, $"\n![{title}](performance/{file})\n");
        }
        File.WriteAllText(path, $"{text[..begin]}\n{MarkdownTable.Of(figures)}{plots}\n{text[end..]}");
    }
}
