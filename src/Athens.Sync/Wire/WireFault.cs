namespace Athens.Sync.Wire;

/// <summary>What is wrong with something that was sent.</summary>
/// <param name="Reason">The reason of a verdict on it.</param>
/// <param name="Name">The property or field at fault; null when it is the thing as a whole.</param>
/// <param name="Text">What is wrong, for the sender.</param>
internal sealed record WireFault(RejectionReason Reason, string? Name, string Text)
{
    public static WireFault Invalid(string? name, string text) => new(RejectionReason.ValidationError, name, text);

    public static WireFault TooLarge(string? name, string text) => new(RejectionReason.TooLarge, name, text);

    /// <summary>The fault as seen from the object that the thing at fault is a property of.</summary>
    public WireFault In(string name) => this with { Name = Name is null ? name : $"{name}.{Name}" };

    /// <summary>The fault as one sentence, for an exception.</summary>
    public string Sentence => Name is null ? Text : $"{Name}: {Text}";
}
