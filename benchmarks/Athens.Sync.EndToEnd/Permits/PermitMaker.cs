using System.Globalization;

namespace Athens.Sync.EndToEnd.Permits;

/// <summary>Makes permits, always the same ones, no two with the same text.</summary>
public static class PermitMaker
{
    private static readonly string[] Jobs = ["Hot work", "Line breaking", "Confined space entry", "Electrical isolation", "Excavation", "Scaffold erection", "Radiography", "Crane lift"];
    private static readonly string[] Places = ["tank farm", "jetty two", "boiler house", "flare stack", "pump room", "substation", "cooling tower", "loading rack"];
    private static readonly string[] Measures = ["gas test before the start and each hour", "fire watch with two extinguishers", "drains covered", "lines spaded and tagged", "barriers and signs out", "radio on channel six", "rescue team on call", "breakers locked"];
    private static readonly string[] Equipment = ["helmet", "goggles", "gloves", "harness", "ear_protection", "fire_suit", "respirator", "face_shield"];
    private static readonly string[] Checks = ["gas_tested", "isolated", "drained", "barriers_up", "crew_briefed", "extinguisher_at_hand"];
    private static readonly DateTimeOffset FirstStart = new(2026, 3, 2, 7, 0, 0, TimeSpan.Zero);

    /// <summary>The permit of that number, in a scope.</summary>
    public static Permit Make(string scope, int number)
    {
        var random = new Random(number);
        string job = Pick(random, Jobs);
        string place = Pick(random, Places);
        DateTimeOffset start = FirstStart.AddMinutes(30 * (number % 9_000));
        return new Permit
        {
            Id = KeyOf(scope, number),
            ProjectId = scope,
            Title = $"{job}, {place} {random.Next(1, 90)}",
            Description = $"{job} at the {place}: open flange {random.Next(1, 999)}, replace gasket, test at {random.Next(5, 60)} bar; work order {random.Next(100_000, 999_999)}.",
            Location = string.Create(CultureInfo.InvariantCulture, $"{place}, grid {(char)('A' + random.Next(26))}{random.Next(1, 40)}"),
            PermitType = job.ToLowerInvariant().Replace(' ', '_'),
            ControlMeasures = $"{Pick(random, Measures)}; {Pick(random, Measures)}; {Pick(random, Measures)}.",
            PpeRequirements = [.. Equipment.Where(_ => random.Next(2) == 0)],
            SafetyChecklist = Checks.ToDictionary(check => check, _ => random.Next(2) == 0),
            PlannedStartTime = start,
            PlannedEndTime = start.AddHours(random.Next(1, 12)),
            Priority = random.Next(3) == 0 ? "high" : "medium",
        };
    }

    /// <summary>A key as devices make them, a UUID of version 7: it begins with when it was made, and the rest does not compress.</summary>
    public static string KeyOf(string scope, int number)
    {
        ulong first = Scatter(scope.Aggregate((ulong)number, (sum, letter) => Scatter(sum ^ letter)));
        ulong second = Scatter(first);
        return string.Create(CultureInfo.InvariantCulture, $"{0x0195_5000 + (number >> 16):x8}-{number & 0xffff:x4}-7{first & 0xfff:x3}-8{(first >> 12) & 0xfff:x3}-{second & 0xffff_ffff_ffff:x12}");
    }

    /// <summary>SplitMix64: numbers that lie close come out far apart.</summary>
    private static ulong Scatter(ulong value)
    {
        unchecked
        {
            value += 0x9E3779B97F4A7C15;
            value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
            value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
            return value ^ (value >> 31);
        }
    }

    private static string Pick(Random random, string[] words) => words[random.Next(words.Length)];
}
