using System.Text.Json;
using Athens.Sync.Device;

namespace Athens.Sync.Testing.Simulating;

/// <summary>What a user wrote with one save, which he must be shown until there is a verdict on it.</summary>
/// <param name="Saved">The change that the save became, or became part of.</param>
/// <param name="Values">The values that he wrote, by field.</param>
internal sealed record Promise(SavedChange Saved, IReadOnlyDictionary<string, JsonElement> Values);
