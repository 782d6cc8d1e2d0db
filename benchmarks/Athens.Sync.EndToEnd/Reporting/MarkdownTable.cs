using System.Globalization;
using System.Text;

namespace Athens.Sync.EndToEnd.Reporting;

/// <summary>Figures as the table of a document.</summary>
public static class MarkdownTable
{
    private const string Command = "dotnet run -c Release --project benchmarks/Athens.Sync.EndToEnd --";

    public static string Of(IEnumerable<Figure> figures)
    {
        var table = new StringBuilder("| work | server / device | measured | target | raw limit | ratio | target | processor ms / 10,000, device + server |\n|---|---|---|---|---|---|---|---|\n");
        foreach (IGrouping<string, Figure> work in figures.Where(IsShown).GroupBy(figure => figure.Case!))
        {
            table.Append(CultureInfo.InvariantCulture, $"| **{work.Key}**: `{Command} {work.Key}` | | | | | | | |\n");
            foreach (Figure figure in work)
                table.Append(CultureInfo.InvariantCulture, $"| {Capital(figure)} | {figure.Server} / {figure.Device} | {Number(figure.Value)} {figure.Unit} | {Number(figure.Target)} | {Raw(figure)} | {Ratio(figure.Ratio)} | {Ratio(figure.TargetRatio)} | {Cpu(figure)} |\n");
        }
        return table.ToString();
    }

    /// <summary>The heap is within the working set, which is what the target is of.</summary>
    private static bool IsShown(Figure figure) => !figure.What.EndsWith(", heap", StringComparison.Ordinal);

    private static string Capital(Figure figure) => figure.What.Length > 0 ? figure.What : figure.Case!;

    private static string Raw(Figure figure) => figure.Raw is { } raw ? $"{figure.RawOf}: {Number(raw)}" : "";

    private static string Cpu(Figure figure) => figure.DeviceCpu is { } device ? $"{Number(device)} + {Number(figure.ServerCpu)}" : "";

    private static string Ratio(double? value) => value?.ToString("0.00", CultureInfo.InvariantCulture) ?? "";

    private static string Number(double? value) => value switch
    {
        null => "",
        >= 100 => value.Value.ToString("#,0", CultureInfo.InvariantCulture),
        _ => value.Value.ToString("0.##", CultureInfo.InvariantCulture),
    };
}
