using System.Globalization;
using System.Text;

namespace Athens.Sync.EndToEnd.Reporting;

/// <summary>A plot of a few curves as SVG: the horizontal axis by powers, the vertical one from zero.</summary>
public sealed class LinePlot(string title, string horizontal, string vertical)
{
    private const int Width = 760;
    private const int Height = 420;
    private const int Left = 80;
    private const int Right = 230;
    private const int Top = 50;
    private const int Bottom = 60;
    private const int Steps = 5;

    private static readonly string[] Colors = ["#1b6ca8", "#d1495b", "#2e933c", "#8338ec", "#e07a1f", "#555555"];

    private readonly List<(string Name, List<(double X, double Y)> Points)> curves = [];

    public void Add(string name, IEnumerable<(double X, double Y)> points)
    {
        List<(double X, double Y)> sorted = [.. points.OrderBy(point => point.X)];
        if (sorted.Count > 0)
            curves.Add((name, sorted));
    }

    public string ToSvg()
    {
        double[] marks = [.. curves.SelectMany(curve => curve.Points).Select(point => point.X).Distinct().Order()];
        double top = RoundUp(curves.SelectMany(curve => curve.Points).Select(point => point.Y).DefaultIfEmpty(1).Max());
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {Height}\" font-family=\"sans-serif\" font-size=\"13\">\n");
        svg.Append(CultureInfo.InvariantCulture, $"<rect width=\"{Width}\" height=\"{Height}\" fill=\"white\"/>\n");
        Text(svg, Left, 26, title, "start", 16);
        Text(svg, Left + (Across / 2), Height - 14, horizontal, "middle");
        Text(svg, 10, Top - 8, vertical, "start");
        for (int step = 0; step <= Steps; step++)
            Grid(svg, top * step / Steps, top);
        foreach (double mark in marks)
            Text(svg, X(mark, marks), Height - Bottom + 20, mark.ToString("#,0", CultureInfo.InvariantCulture), "middle");
        foreach ((int index, (string name, List<(double X, double Y)> points)) in curves.Index())
            Curve(svg, index, name, [.. points.Select(point => (X(point.X, marks), Y(point.Y, top)))]);
        return svg.Append("</svg>\n").ToString();
    }

    private static double Across => Width - Left - Right;

    private static double Down => Height - Top - Bottom;

    private static double X(double value, double[] marks) =>
        marks.Length < 2 ? Left + (Across / 2) : Left + (Across * Math.Log(value / marks[0]) / Math.Log(marks[^1] / marks[0]));

    private static double Y(double value, double top) => Top + (Down * (1 - (value / top)));

    private static void Grid(StringBuilder svg, double value, double top)
    {
        double y = Y(value, top);
        svg.Append(CultureInfo.InvariantCulture, $"<line x1=\"{Left}\" y1=\"{y:0.#}\" x2=\"{Width - Right}\" y2=\"{y:0.#}\" stroke=\"#dddddd\"/>\n");
        Text(svg, Left - 8, y + 4, value.ToString("#,0.##", CultureInfo.InvariantCulture), "end");
    }

    private static void Curve(StringBuilder svg, int index, string name, List<(double X, double Y)> points)
    {
        string color = Colors[index % Colors.Length];
        string line = string.Join(' ', points.Select(point => string.Create(CultureInfo.InvariantCulture, $"{point.X:0.#},{point.Y:0.#}")));
        svg.Append(CultureInfo.InvariantCulture, $"<polyline points=\"{line}\" fill=\"none\" stroke=\"{color}\" stroke-width=\"2\"/>\n");
        foreach ((double x, double y) in points)
            svg.Append(CultureInfo.InvariantCulture, $"<circle cx=\"{x:0.#}\" cy=\"{y:0.#}\" r=\"3.5\" fill=\"{color}\"/>\n");
        int at = Top + (index * 22);
        svg.Append(CultureInfo.InvariantCulture, $"<rect x=\"{Width - Right + 16}\" y=\"{at}\" width=\"12\" height=\"12\" fill=\"{color}\"/>\n");
        Text(svg, Width - Right + 34, at + 11, name, "start");
    }

    private static void Text(StringBuilder svg, double x, double y, string text, string anchor, int size = 13) =>
        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{x:0.#}\" y=\"{y:0.#}\" text-anchor=\"{anchor}\" font-size=\"{size}\">{System.Security.SecurityElement.Escape(text)}</text>\n");

    /// <summary>The next of 1, 2, 2.5, 5 times a power of ten.</summary>
    private static double RoundUp(double value)
    {
        double power = Math.Pow(10, Math.Floor(Math.Log10(Math.Max(value, 1e-9))));
        return new[] { 1, 2, 2.5, 5, 10 }.Select(step => step * power).First(step => step >= value);
    }
}
