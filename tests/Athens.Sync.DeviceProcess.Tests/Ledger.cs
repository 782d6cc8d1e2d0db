using System.Text.Json;

namespace Athens.Sync.DeviceProcess.Tests;

/// <summary>What was tried and what was acknowledged, and whether a copy of the sheets agrees with that.</summary>
public sealed class Ledger
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, HashSet<string>> tried = [];
    private readonly Dictionary<string, HashSet<string>> acknowledged = [];
    private readonly HashSet<string> deleting = [];
    private readonly HashSet<string> deleted = [];

    /// <summary>How many writes were acknowledged.</summary>
    public int Acknowledged { get; private set; }

    public void Try(string id, string tag) => Note(["try", "save", id, tag]);

    /// <summary>Takes in a line that tells of an edit. May be called by several at once.</summary>
    public void Note(string[] line)
    {
        lock (gate)
            NoteOne(line);
    }

    /// <summary>Nothing acknowledged is missing, nothing is there that nobody wrote, and each edit is there whole and once.</summary>
    /// <param name="sheets">The fields of each sheet, by key.</param>
    public void Check(IReadOnlyDictionary<string, JsonElement> sheets)
    {
        foreach ((string id, JsonElement sheet) in sheets)
        {
            List<string> tags = [.. sheet.GetProperty("tags").EnumerateArray().Select(tag => tag.GetString()!)];
            Assert.Equal(tags.Distinct().Order(), tags.Order());
            Assert.True(tags.Count == sheet.GetProperty("count").GetInt32(), $"Sheet {id} was edited {tags.Count} times, and counted {sheet}.");
            Assert.False(deleted.Contains(id), $"Sheet {id} is there, and its deletion was acknowledged.");
            AssertNone(tags.Except(Of(tried, id)), $"Sheet {id} holds edits that nobody made");
            AssertNone(Of(acknowledged, id).Except(tags), $"Sheet {id} lacks edits that were acknowledged");
        }
        AssertNone(acknowledged.Keys.Except(sheets.Keys).Except(deleting), "Sheets are not there that were acknowledged");
    }

    private void NoteOne(string[] line)
    {
        (string step, string kind, string id, string tag) = (line[0], line[1], line[2], line[3]);
        if (step == "done")
            Acknowledged++;
        if (kind == "delete")
            (step == "try" ? deleting : deleted).Add(id);
        else
            Of(step == "try" ? tried : acknowledged, id).Add(tag);
    }

    private static void AssertNone(IEnumerable<string> found, string what)
    {
        string[] all = [.. found];
        Assert.True(all.Length == 0, $"{what}: {string.Join(", ", all)}");
    }

    private static HashSet<string> Of(Dictionary<string, HashSet<string>> all, string id) =>
        all.TryGetValue(id, out HashSet<string>? known) ? known : all[id] = [];
}
