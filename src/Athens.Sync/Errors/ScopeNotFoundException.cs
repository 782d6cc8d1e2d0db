namespace Athens.Sync;

/// <summary>There is no such scope, or none that the caller may see; the two are not told apart.</summary>
public sealed class ScopeNotFoundException(string scope) : SyncException($"There is no scope '{scope}'.");
