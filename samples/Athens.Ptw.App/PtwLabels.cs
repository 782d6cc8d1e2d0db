using System.Text.Json;
using Athens.Ptw.Catalogue;
using Athens.Ptw.Closeouts;
using Athens.Ptw.Gas;
using Athens.Ptw.Isolation;
using Athens.Ptw.Permits;
using Athens.Ptw.Photos;
using Athens.Ptw.Roles;
using Athens.Ptw.Signatures;
using Athens.Sync;
using Athens.Sync.Blazor.Labels;

namespace Athens.Ptw.App;

/// <summary>The words of permit to work.</summary>
internal sealed class PtwLabels : SyncLabels
{
    public static PtwLabels Instance { get; } = new();

    private static PermitCatalogue Catalogue => CatalogueFile.Default;

    public static string Word(string name) => Words(name.Replace('-', ' '));

    public override string FieldName(string type, string field) => field switch
    {
        "planned_start_time" => "Planned start",
        "planned_end_time" => "Planned end",
        "ppe_requirements" => "Protective equipment",
        "safety_checklist" => "Safety checklist",
        "permit_type" => "Type",
        "lock_ids" => "Locks",
        _ => ItemText(field) ?? base.FieldName(type, field),
    };

    public override string Value(string type, string field, JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.String)
            return base.Value(type, field, value);
        string text = value.GetString()!;
        return field switch
        {
            "status" or "priority" => Words(text),
            "permit_type" => Catalogue.Find(text)?.Name ?? text,
            "ppe_requirements" => Catalogue.Ppe.FirstOrDefault(item => item.Code == text)?.Name ?? text,
            _ => base.Value(type, field, value),
        };
    }

    public override async ValueTask<string> TitleAsync(SyncClient client, EntityId entity, CancellationToken cancellationToken = default) =>
        await FindTitleAsync(client, entity, cancellationToken) ?? await base.TitleAsync(client, entity, cancellationToken);

    public override string? Link(EntityId entity) => entity.Type == EntityName.Permit ? $"permits/{Uri.EscapeDataString(entity.Key)}" : null;

    /// <summary>What kept something from being saved, for who tried.</summary>
    public static string Trouble(Exception fault) => fault is StoreException { Failure: StoreFailure.Full }
        ? "This device has no room left: nothing was saved. Delete something, then save again."
        : fault.Message;

    public static string TitleOf(Permit permit) => permit.Number is { } number ? $"#{number} {permit.Title}" : permit.Title;

    private static async Task<string?> FindTitleAsync(SyncClient client, EntityId entity, CancellationToken stop) => entity.Type switch
    {
        EntityName.Permit => await client.Set<Permit>().GetAsync(entity.Key, stop) is { } permit ? TitleOf(permit) : null,
        EntityName.IsolationPoint => (await client.Set<IsolationPoint>().GetAsync(entity.Key, stop))?.Name,
        EntityName.Closeout => await client.Set<Closeout>().GetAsync(entity.Key, stop) is { } closeout ? await OfPermitAsync(client, "Closeout", closeout.PermitId, stop) : null,
        EntityName.GasReading => await client.Set<GasReading>().GetAsync(entity.Key, stop) is { } reading ? await OfPermitAsync(client, $"{reading.Gas} {reading.Value} {reading.Unit}", reading.PermitId, stop) : null,
        EntityName.PermitPhoto => await client.Set<PermitPhoto>().GetAsync(entity.Key, stop) is { } photo ? await OfPermitAsync(client, "Photo", photo.PermitId, stop) : null,
        EntityName.Signature => await client.Set<Signature>().GetAsync(entity.Key, stop) is { } signature ? await OfPermitAsync(client, $"Signature of {signature.SignerName}", signature.PermitId, stop) : null,
        _ => null,
    };

    private static async Task<string> OfPermitAsync(SyncClient client, string what, string key, CancellationToken stop) =>
        await client.Set<Permit>().GetAsync(key, stop) is { } permit ? $"{what}, {TitleOf(permit)}" : what;

    private static string? ItemText(string key) => Catalogue.Types
        .SelectMany(type => type.Checklist.Concat(type.CloseoutChecklist))
        .FirstOrDefault(item => item.Key == key)?.Text;
}
