using System.Text.Json;

namespace Athens.Sync.EntityFrameworkCore.Tests.Device.Own;

/// <summary>The entity whose records the conformance suite makes, as an app would have it.</summary>
public sealed class Order
{
    public string Id { get; set; } = "";

    public string? Title { get; set; }

    public string? Status { get; set; }

    public JsonElement? V { get; set; }

    public JsonElement? W { get; set; }
}
