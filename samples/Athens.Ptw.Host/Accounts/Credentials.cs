namespace Athens.Ptw.Host.Accounts;

/// <summary>What a person signs in with.</summary>
public sealed record Credentials(string? Username, string? Password);
