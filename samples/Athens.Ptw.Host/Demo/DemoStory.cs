using System.Globalization;
using System.Text.Json;
using Athens.Sync;
using Spectre.Console;

namespace Athens.Ptw.Host.Demo;

/// <summary>Tells the day to whoever watches: a chapter is a table of who did what and what came of it.</summary>
internal sealed class DemoStory(IAnsiConsole console, TimeProvider clock)
{
    private const int WidthUnlessATerminal = 120;

    private Table? chapter;

    /// <summary>A console that has colour on a terminal, and is plain and wide enough where its output goes elsewhere.</summary>
    public static IAnsiConsole Console()
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings());
        if (!console.Profile.Out.IsTerminal)
            console.Profile.Width = WidthUnlessATerminal;
        return console;
    }

    public void Begin(string title) => console.Write(new Rule($"[bold]{Markup.Escape(title)}[/]").LeftJustified());

    public void Chapter(string title)
    {
        EndChapter();
        chapter = new Table().Title($"[bold]{clock.GetUtcNow().ToString("HH:mm", CultureInfo.InvariantCulture)}  {Markup.Escape(title)}[/]")
            .AddColumns("who", "does what", "and what comes of it")
            .Border(TableBorder.Rounded)
            .Expand();
    }

    public void Tell(string who, string what, string outcome) =>
        chapter!.AddRow(Markup.Escape(who), Markup.Escape(what), Markup.Escape(outcome));

    /// <summary>Shows what a person sees who has to decide.</summary>
    public void Show(SyncConflict conflict)
    {
        EndChapter();
        Table table = new Table().Title($"a conflict: {Markup.Escape(conflict.Reason?.ToString() ?? "")}")
            .Caption(Markup.Escape(conflict.Detail ?? ""))
            .AddColumns("field", "both began with", "mine", "the server's")
            .Border(TableBorder.Rounded);
        foreach ((string name, FieldConflict field) in conflict.Fields)
            table.AddRow(Markup.Escape(name), Text(field.Base), Text(field.Client), Text(field.Server));
        console.Write(table);
        chapter = new Table().AddColumns("who", "does what", "and what comes of it").Border(TableBorder.Rounded).Expand();
    }

    public void EndChapter()
    {
        if (chapter is { Rows.Count: > 0 })
            console.Write(chapter);
        chapter = null;
    }

    public void Write(Table table) => console.Write(table);

    public void Line(string text) => console.WriteLine(text);

    private static string Text(JsonElement? value) => Markup.Escape(value?.ToString() ?? "");
}
