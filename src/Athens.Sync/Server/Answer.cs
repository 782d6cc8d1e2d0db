using System.Text.Json;
using Athens.Sync.Modeling;

namespace Athens.Sync.Server;

/// <summary>Works out what an applied change's answer tells beyond "applied".</summary>
internal static class Answer
{
    /// <summary>Each field whose stored value differs from the sent one; when merged, also what each sent field became.</summary>
    public static FieldValues? Data(EntityModel entity, Change sent, AppliedStatus status, ServerEntity? before, ServerEntity after)
    {
        if (after.IsDeleted)
            return null;
        FieldValues told = after.State.Where(name => entity.Find(name) is { } field && IsTold(field, sent, status, before, after));
        return told.Count > 0 ? told : null;
    }

    private static bool IsTold(FieldModel field, Change sent, AppliedStatus status, ServerEntity? before, ServerEntity after)
    {
        JsonElement? stored = after.State.Find(field.Name);
        return sent.Data.TryGetValue(field.Name, out JsonElement value)
            ? status is AppliedStatus.Merged || !field.AreEqual(value, stored)
            : before switch
            {
                null => stored is { ValueKind: not JsonValueKind.Null },
                { IsDeleted: true } => true,
                _ => !field.AreEqual(before.State.Find(field.Name), stored),
            };
    }

    /// <summary>The fields that were left out because the model does not declare them.</summary>
    public static IReadOnlyList<string>? Ignored(EntityModel entity, Change sent)
    {
        FieldValues ignored = sent.Data.Where(name => entity.Find(name) is null);
        return ignored.Count > 0 ? [.. ignored.Keys] : null;
    }

    /// <summary>True when some field's value is another one, or written in another way.</summary>
    public static bool Differs(FieldValues before, FieldValues after) =>
        before.Count != after.Count || after.Any(pair => !before.TryGetValue(pair.Key, out JsonElement value) || !JsonElement.DeepEquals(value, pair.Value));
}
