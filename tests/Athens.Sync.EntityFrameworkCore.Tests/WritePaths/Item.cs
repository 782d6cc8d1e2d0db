using System.ComponentModel;

namespace Athens.Sync.EntityFrameworkCore.Tests.WritePaths;

/// <summary>A record whose mapping each test makes its own way.</summary>
public sealed class Item : INotifyPropertyChanged
{
    private string name = "";

    public event PropertyChangedEventHandler? PropertyChanged;

    public string Id { get; set; } = "";

    public string Site { get; set; } = "";

    /// <summary>Its setter does more than to set it.</summary>
    public string Name
    {
        get => name;
        set
        {
            name = value;
            Length = value?.Length ?? 0;
            if (value == "tagged")
                Tag = new Tag { Text = "made" };
            PropertyChanged?.Invoke(this, new PropertyChangedEventArgs(nameof(Name)));
        }
    }

    public string? Other { get; set; }

    public DateTime? SeenAt { get; set; }

    public double? Level { get; set; }

    /// <summary>Of the database, and no field.</summary>
    public int Length { get; set; }

    /// <summary>Of the database, and no field.</summary>
    public string? Remark { get; set; } = "none";

    /// <summary>No field, and in the database only where a test maps it.</summary>
    public Tag? Tag { get; set; }
}
