using System.ComponentModel.DataAnnotations;
using System.Diagnostics.CodeAnalysis;
using Athens.Sync.Modeling;

namespace Athens.Sync.Server;

/// <summary>Holds an entity to the validation attributes of its class, on the state that a change would leave.</summary>
[RequiresUnreferencedCode("Reads validation attributes by reflection.")]
internal sealed class DataAnnotationsRule : ISyncRule
{
    public bool ReadsStore(RuleContext context) => false;

    [UnconditionalSuppressMessage("Trimming", "IL2046", Justification = "The class says what it needs; only who asks for it gets it.")]
    public ValueTask JudgeAsync(RuleContext context, CancellationToken cancellationToken)
    {
        if (context.After.IsDeleted)
            return ValueTask.CompletedTask;
        object entity = context.AfterAs<object>();
        var results = new List<ValidationResult>();
        Validator.TryValidateObject(entity, new ValidationContext(entity), results, validateAllProperties: true);
        foreach (ValidationResult result in results)
        {
            foreach (string property in result.MemberNames.DefaultIfEmpty(""))
                context.Invalid(NameOf(context.Entity, property), result.ErrorMessage ?? "It is not valid.");
        }
        return ValueTask.CompletedTask;
    }

    private static string NameOf(EntityModel entity, string property) => entity.FindProperty(property)?.Name ?? property;
}
