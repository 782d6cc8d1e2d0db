namespace Athens.Ptw.Host.Startup;

/// <summary>The host cannot start as it is configured; the message says what to set.</summary>
public sealed class PtwStartException(string message) : Exception(message);
