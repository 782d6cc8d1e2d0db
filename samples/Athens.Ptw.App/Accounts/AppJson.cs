using System.Text.Json.Serialization;

namespace Athens.Ptw.App.Accounts;

/// <summary>What the app itself keeps and sends, as JSON without reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(AccountList))]
[JsonSerializable(typeof(SignInRequest))]
[JsonSerializable(typeof(SignInAnswer))]
internal sealed partial class AppJson : JsonSerializerContext;
