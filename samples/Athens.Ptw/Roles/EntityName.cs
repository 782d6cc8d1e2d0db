namespace Athens.Ptw.Roles;

/// <summary>The entities by the names that they have on the wire.</summary>
public static class EntityName
{
    public const string Permit = "permit";
    public const string IsolationPoint = "isolation_point";
    public const string Closeout = "closeout";
    public const string GasReading = "gas_reading";
    public const string PermitPhoto = "permit_photo";
    public const string Signature = "signature";
}
