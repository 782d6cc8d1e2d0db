namespace Athens.Ptw.App.Accounts;

/// <summary>Nobody was signed in; the message is for the person who tried.</summary>
internal sealed class SignInException(string message, Exception? inner = null) : Exception(message, inner);
