using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Athens.Sync.EntityFrameworkCore.Tests.WritePaths;

/// <summary>How a test maps its items, and what its app does with a new context.</summary>
/// <param name="Map">Maps them.</param>
/// <param name="Opened">Called with each context.</param>
public sealed record ItemMapping(Action<EntityTypeBuilder<Item>> Map, Action<ItemContext> Opened);
