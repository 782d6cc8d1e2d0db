namespace Athens.Sync.EndToEnd.Measuring;

/// <summary>What part of some values lies below.</summary>
public static class Quantile
{
    public static double Median(IEnumerable<double> values) => Of(values, 0.5);

    /// <summary>The least value that so large a part of the values does not exceed.</summary>
    public static double Of(IEnumerable<double> values, double part)
    {
        double[] sorted = [.. values.Order()];
        return sorted[Math.Clamp((int)Math.Ceiling(part * sorted.Length) - 1, 0, sorted.Length - 1)];
    }
}
