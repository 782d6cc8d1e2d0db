namespace Athens.Ptw.Catalogue;

/// <summary>Finds what is wrong in a catalogue that has the right form. Pure.</summary>
internal static class CatalogueCheck
{
    /// <summary>A permit longer than a week is a project, not a permit.</summary>
    private const int DurationHoursMax = 168;

    public static IEnumerable<string> Problems(CatalogueDocument document)
    {
        if (HasHoles(document))
            return ["One of its lists has an entry that is null."];
        HashSet<string> ppe = [.. document.Ppe.Select(item => item.Code)];
        IEnumerable<string> whole =
        [
            .. Repeated(document.Ppe.Select(item => item.Code)).Select(code => $"The PPE code '{code}' is listed twice."),
            .. document.Ppe.Where(item => !IsCode(item.Code)).Select(item => $"The PPE code '{item.Code}' is not a snake_case word."),
            .. Repeated(document.PermitTypes.Select(type => type.Code)).Select(code => $"The permit type '{code}' is listed twice."),
        ];
        if (document.PermitTypes.Count == 0)
            whole = whole.Append("It lists no permit type.");
        return whole.Concat(document.PermitTypes.SelectMany(type => OfType(type, ppe)));
    }

    private static bool HasHoles(CatalogueDocument document) =>
        document.Ppe.Any(item => item is null)
        || document.PermitTypes.Any(type => type is null
            || new IEnumerable<object?>[] { type.MandatoryPpe, type.Checklist, type.ControlMeasures, type.GasLimits, type.CloseoutChecklist }
                .Any(list => list.Contains(null)));

    private static IEnumerable<string> OfType(PermitType type, HashSet<string> ppe) =>
        OfItself(type)
            .Concat(OfPpe(type, ppe))
            .Concat(OfChecklist("checklist", type.Checklist))
            .Concat(OfChecklist("closeout_checklist", type.CloseoutChecklist))
            .Concat(OfGases(type))
            .Select(problem => $"Permit type '{type.Code}': {problem}");

    private static IEnumerable<string> OfItself(PermitType type)
    {
        if (!IsCode(type.Code))
            yield return "code is not a snake_case word.";
        if (string.IsNullOrWhiteSpace(type.Name))
            yield return "name is empty.";
        if (string.IsNullOrWhiteSpace(type.Description))
            yield return "description is empty.";
        if (!RiskLevel.All.Contains(type.RiskLevel))
            yield return $"risk_level '{type.RiskLevel}' is none of {string.Join(", ", RiskLevel.All)}.";
        if (type.MaxDurationHours is < 1 or > DurationHoursMax)
            yield return $"max_duration_hours {type.MaxDurationHours} is not between 1 and {DurationHoursMax}.";
    }

    private static IEnumerable<string> OfPpe(PermitType type, HashSet<string> ppe) =>
    [
        .. type.MandatoryPpe.Where(code => !ppe.Contains(code)).Select(code => $"mandatory_ppe names '{code}', which the ppe list lacks."),
        .. Repeated(type.MandatoryPpe).Select(code => $"mandatory_ppe names '{code}' twice."),
    ];

    private static IEnumerable<string> OfChecklist(string list, IReadOnlyList<ChecklistItem> items) =>
    [
        .. items.Count == 0 ? [$"{list} is empty."] : Array.Empty<string>(),
        .. items.Where(item => !IsCode(item.Key)).Select(item => $"{list} has the key '{item.Key}', which is not a snake_case word."),
        .. items.Where(item => string.IsNullOrWhiteSpace(item.Text)).Select(item => $"{list} has no text for '{item.Key}'."),
        .. Repeated(items.Select(item => item.Key)).Select(key => $"{list} has the key '{key}' twice."),
    ];

    private static IEnumerable<string> OfGases(PermitType type)
    {
        if (type.RequiresGasTest && type.GasLimits.Count == 0)
            yield return "requires_gas_test is true, and gas_limits names no gas.";
        if (!type.RequiresGasTest && type.GasLimits.Count > 0)
            yield return "gas_limits names gases, and requires_gas_test is false.";
        foreach (string gas in Repeated(type.GasLimits.Select(limit => limit.Gas)))
            yield return $"gas_limits names '{gas}' twice.";
        foreach (string problem in type.GasLimits.SelectMany(OfLimit))
            yield return problem;
    }

    private static IEnumerable<string> OfLimit(GasLimit limit)
    {
        if (!IsCode(limit.Gas))
            yield return $"gas_limits has the gas '{limit.Gas}', which is not a snake_case word.";
        if (string.IsNullOrWhiteSpace(limit.Unit))
            yield return $"gas_limits has no unit for '{limit.Gas}'.";
        if (limit is { AtLeast: null, AtMost: null, Below: null })
            yield return $"gas_limits sets no limit for '{limit.Gas}'.";
        if (limit.AtLeast > limit.AtMost || limit.AtLeast >= limit.Below)
            yield return $"gas_limits leaves no safe value for '{limit.Gas}'.";
    }

    private static bool IsCode(string text) =>
        text.Length > 0 && char.IsAsciiLetterLower(text[0]) && text.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '_');

    private static IEnumerable<string> Repeated(IEnumerable<string> codes) =>
        codes.GroupBy(code => code, StringComparer.Ordinal).Where(group => group.Count() > 1).Select(group => group.Key);
}
