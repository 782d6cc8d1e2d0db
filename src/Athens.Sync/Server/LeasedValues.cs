using System.Text.Json;
using Athens.Sync.Modeling;

namespace Athens.Sync.Server;

/// <summary>
/// The leased values of one push: an entity is made with a value of a block that its device holds, used once, or with the next
/// value of all where the device had none.
/// </summary>
internal sealed class LeasedValues
{
    private readonly IServerTransaction transaction;
    private readonly List<ValueLease> leases = [];
    private readonly Dictionary<string, Queue<long>> fresh = new(StringComparer.Ordinal);

    private LeasedValues(IServerTransaction transaction) => this.transaction = transaction;

    /// <summary>The values as they stand, for when what is done next is undone.</summary>
    public LeasedValues Copy()
    {
        var copy = new LeasedValues(transaction);
        copy.leases.AddRange(leases);
        foreach ((string series, Queue<long> left) in fresh)
            copy.fresh[series] = new Queue<long>(left);
        return copy;
    }

    /// <summary>Reads the blocks of the devices, if some change may use one. Called before entities are locked.</summary>
    public static async Task<LeasedValues> ReadAsync(IServerTransaction transaction, SyncModel model, PushBatch batch, IEnumerable<Change> made, CancellationToken cancellationToken)
    {
        var values = new LeasedValues(transaction);
        if (!made.Any(change => Leased(model, change).Any(field => IsSent(change, field))))
            return values;
        DeviceKey[] devices = batch.FormerDevice is { } former ? [batch.DeviceKey, batch.DeviceKey with { Device = former }] : [batch.DeviceKey];
        values.leases.AddRange(await transaction.LockLeasesAsync(devices, cancellationToken).ConfigureAwait(false));
        return values;
    }

    /// <summary>Allocates what the changes that bring no value need, series by series in one order. Called once entities are locked.</summary>
    public async Task AllocateAsync(SyncModel model, string tenant, IEnumerable<Change> made, CancellationToken cancellationToken)
    {
        IEnumerable<(string Series, long First, int Count)> needed = made
            .SelectMany(change => Leased(model, change).Where(field => !IsSent(change, field)).Select(field => (Series: ReserveUnit.SeriesOf(change.Entity, field.Name), field.Leased!.First)))
            .GroupBy(need => need.Series, (series, needs) => (series, needs.First().First, needs.Count()))
            .OrderBy(need => need.series, StringComparer.Ordinal);
        foreach ((string series, long first, int count) in needed)
        {
            long start = await transaction.AllocateAsync(tenant, series, first, count, cancellationToken).ConfigureAwait(false);
            fresh[series] = new Queue<long>(Enumerable.Range(0, count).Select(n => start + n));
        }
    }

    /// <summary>The rejection of a change whose value is not its device's to use; else null.</summary>
    public RejectedChange? Refuse(EntityModel entity, Change change)
    {
        var errors = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (FieldModel field in Sent(entity, change))
        {
            long value = change.Data[field.Name].GetInt64();
            if (LeaseOf(entity, field, value) is not { } lease)
                errors[field.Name] = $"{value} is of no block that this device holds.";
            else if (lease.Used.Contains(value))
                errors[field.Name] = $"{value} was used already.";
        }
        return errors.Count > 0 ? Verdicts.Reject(change, RejectionReason.ValidationError, errors) : null;
    }

    /// <summary>The new entity, with a value where the change brings none.</summary>
    public ServerEntity Complete(EntityModel entity, Change change, ServerEntity after)
    {
        foreach (FieldModel field in entity.Fields.Where(field => field.Leased is not null && !IsSent(change, field)))
        {
            long value = fresh[ReserveUnit.SeriesOf(entity.Type, field.Name)].Dequeue();
            after = after with { State = after.State.With(field.Name, JsonElement.Parse(value.ToString(System.Globalization.CultureInfo.InvariantCulture))) };
        }
        return after;
    }

    /// <summary>Notes the values of a change that was taken in as used.</summary>
    public void Use(EntityModel entity, Change change)
    {
        foreach (FieldModel field in Sent(entity, change))
        {
            long value = change.Data[field.Name].GetInt64();
            int place = leases.IndexOf(LeaseOf(entity, field, value)!);
            transaction.Keep(leases[place] = leases[place].WithUsed(value));
        }
    }

    private ValueLease? LeaseOf(EntityModel entity, FieldModel field, long value) =>
        leases.Find(lease => lease.Series == ReserveUnit.SeriesOf(entity.Type, field.Name) && lease.Holds(value));

    private static IEnumerable<FieldModel> Sent(EntityModel entity, Change change) => entity.Fields.Where(field => field.Leased is not null && IsSent(change, field));

    private static IEnumerable<FieldModel> Leased(SyncModel model, Change change) => model.Entity(change.Entity).Fields.Where(field => field.Leased is not null);

    private static bool IsSent(Change change, FieldModel field) => change.Data.Find(field.Name) is { ValueKind: JsonValueKind.Number };
}
