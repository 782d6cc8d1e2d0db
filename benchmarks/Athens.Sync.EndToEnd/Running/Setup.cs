namespace Athens.Sync.EndToEnd.Running;

/// <summary>The stores that a case is measured over.</summary>
/// <param name="Server"><c>sqlite</c> or <c>postgres</c>.</param>
/// <param name="Device"><c>sqlite</c>, <c>litedb</c> or <c>memory</c>.</param>
public sealed record Setup(string Server, string Device);
