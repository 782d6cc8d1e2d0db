namespace Athens.Sync.EntityFrameworkCore.Tests.Columns;

/// <summary>An entity mapped by everything that EF has for a value which is no plain column.</summary>
public sealed class Kit
{
    public long Id { get; set; }

    public DayOfWeek Day { get; set; }

    public DayOfWeek? NamedDay { get; set; }

    public decimal Price { get; set; }

    public DateTimeOffset MadeAt { get; set; }

    /// <summary>Owned, in columns.</summary>
    public Box? Box { get; set; }

    /// <summary>Owned, as JSON.</summary>
    public Box? JsonBox { get; set; }

    /// <summary>Owned, as JSON, many.</summary>
    public List<Box> JsonBoxes { get; set; } = [];

    /// <summary>A complex type, in columns.</summary>
    public Size Size { get; set; } = new();

    /// <summary>A complex type, as JSON.</summary>
    public Size JsonSize { get; set; } = new();

    /// <summary>What EF keeps as JSON by itself.</summary>
    public List<int> Numbers { get; set; } = [];
}
