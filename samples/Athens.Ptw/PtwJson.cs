using System.Text.Json.Serialization;
using Athens.Ptw.Closeouts;
using Athens.Ptw.Gas;
using Athens.Ptw.Isolation;
using Athens.Ptw.Permits;
using Athens.Ptw.Photos;
using Athens.Ptw.Signatures;

namespace Athens.Ptw;

/// <summary>The entities as JSON without reflection: an app in a browser is trimmed.</summary>
[JsonSerializable(typeof(Permit))]
[JsonSerializable(typeof(IsolationPoint))]
[JsonSerializable(typeof(Closeout))]
[JsonSerializable(typeof(GasReading))]
[JsonSerializable(typeof(PermitPhoto))]
[JsonSerializable(typeof(Signature))]
internal sealed partial class PtwJson : JsonSerializerContext;
