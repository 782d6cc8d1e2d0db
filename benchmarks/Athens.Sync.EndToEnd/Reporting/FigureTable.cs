using System.Globalization;

namespace Athens.Sync.EndToEnd.Reporting;

/// <summary>Figures as lines for a person to read.</summary>
public static class FigureTable
{
    public static string Head { get; } = Line("case", "server/device", "measured", "", "target", "ratio", "target", "of the raw limit", "cpu ms/10k device", "server");

    public static string Row(Figure figure)
    {
        ArgumentNullException.ThrowIfNull(figure);
        return Line(
            $"{figure.Case} {figure.What}".TrimEnd(),
            $"{figure.Server}/{figure.Device}",
            Number(figure.Value),
            figure.Unit,
            Number(figure.Target),
            figure.Ratio?.ToString("0.00", CultureInfo.InvariantCulture) ?? "",
            figure.TargetRatio?.ToString("0.00", CultureInfo.InvariantCulture) ?? "",
            figure.Raw is { } raw ? $"{figure.RawOf} {Number(raw)}" : "",
            Number(figure.DeviceCpu),
            Number(figure.ServerCpu));
    }

    private static string Line(params ReadOnlySpan<string> cells) =>
        string.Create(CultureInfo.InvariantCulture, $"{cells[0],-42} {cells[1],-16} {cells[2],10} {cells[3],-10} {cells[4],8} {cells[5],6} {cells[6],6}  {cells[7],-34} {cells[8],8} {cells[9],8}");

    private static string Number(double? value) => value switch
    {
        null => "",
        >= 100 => value.Value.ToString("#,0", CultureInfo.InvariantCulture),
        _ => value.Value.ToString("0.##", CultureInfo.InvariantCulture),
    };
}
