using System.Globalization;
using Athens.Ptw.Host.Startup;

namespace Athens.Ptw.Host.Permits;

/// <summary>How often the host looks for permits that expire.</summary>
/// <param name="Every">Zero where it does not look at all.</param>
internal sealed record PermitExpirySettings(TimeSpan Every)
{
    private const string Name = "Ptw:ExpireEvery";

    private static readonly TimeSpan Default = TimeSpan.FromMinutes(1);

    /// <exception cref="PtwStartException">What is configured is no length of time.</exception>
    public static PermitExpirySettings From(IConfiguration configuration)
    {
        if (configuration[Name] is not { Length: > 0 } text)
            return new PermitExpirySettings(Default);
        return TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out TimeSpan every) && every >= TimeSpan.Zero
            ? new PermitExpirySettings(every)
            : throw new PtwStartException($"{Name} is '{text}': it is a length of time such as 00:01:00, or 00:00:00 for never.");
    }
}
