namespace Athens.Ptw.App.Devices;

/// <summary>What came of keeping a photo: its size in bytes, or what is wrong.</summary>
internal sealed record KeptPhoto(long Bytes, string? Error);
