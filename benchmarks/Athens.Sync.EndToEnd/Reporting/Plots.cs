namespace Athens.Sync.EndToEnd.Reporting;

/// <summary>The growth curves of a run.</summary>
public static class Plots
{
    private static readonly string[] GrowthCases = ["growth", "million"];

    /// <summary>Each plot that the figures are enough for, by its file's name.</summary>
    public static IEnumerable<(string File, string Title, string Svg)> Of(IReadOnlyList<Figure> figures)
    {
        ArgumentNullException.ThrowIfNull(figures);
        List<Figure> growth = [.. figures.Where(figure => GrowthCases.Contains(figure.Case)).DistinctBy(figure => (figure.What, figure.Server, figure.Device))];
        if (growth.Count > 0)
        {
            yield return ("growth-rate.svg", "Rows a second, by how many move", Rates(growth));
            yield return ("growth-memory.svg", "Peak memory, by how many rows move", Memory(growth));
        }
        List<Figure> scopes = [.. figures.Where(figure => figure.Case == "scopes" && figure.Count is not null)];
        if (scopes.Count > 0)
            yield return ("scopes.svg", "Changes a second, by how many devices push at once", Scopes(scopes));
    }

    private static string Rates(List<Figure> growth)
    {
        var plot = new LinePlot("Push and pull, by how many rows move", "rows", "rows/s");
        foreach (var curve in growth.Where(figure => figure.Unit == "rows/s").GroupBy(figure => (Work: figure.What.Split(' ')[0], figure.Server, figure.Device)))
            plot.Add($"{curve.Key.Work}, {curve.Key.Server} / {curve.Key.Device}", Points(curve));
        return plot.ToSvg();
    }

    private static string Memory(List<Figure> growth)
    {
        var plot = new LinePlot("Peak working set above idle, by how many rows move", "rows", "MB");
        foreach (var curve in growth.Where(figure => figure.What.EndsWith("working set", StringComparison.Ordinal)).GroupBy(figure => (Side: figure.What.Split(", ")[^2], figure.Server, figure.Device)))
            plot.Add($"{curve.Key.Side}, {curve.Key.Server} / {curve.Key.Device}", curve.GroupBy(figure => figure.Count!.Value).Select(same => ((double)same.Key, same.Max(figure => figure.Value))));
        return plot.ToSvg();
    }

    private static string Scopes(List<Figure> scopes)
    {
        var plot = new LinePlot("Devices that push at once, PostgreSQL", "devices", "changes/s");
        foreach (IGrouping<string, Figure> curve in scopes.GroupBy(figure => figure.What.Split(", ")[^1]))
            plot.Add(curve.Key, Points(curve));
        return plot.ToSvg();
    }

    private static IEnumerable<(double X, double Y)> Points(IEnumerable<Figure> curve) => curve.Select(figure => ((double)figure.Count!.Value, figure.Value));
}
