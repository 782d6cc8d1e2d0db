using Deque.AxeCore.Commons;
using Microsoft.Playwright;

namespace Athens.Sync.Browser.Tests.App;

/// <summary>Looks at pages at the width of a phone, a tablet and a desk: by axe, for what sticks out of the screen, and on a phone for what a thumb cannot hit.</summary>
internal sealed class PageLook
{
    private const string Phone = "phone";

    private static readonly (string Name, int Width, int Height)[] Widths = [("desk", 1280, 860), ("tablet", 820, 1180), (Phone, 390, 844)];

    /// <summary>Where pictures of the pages are put, for a person to look at; nowhere unless it is said.</summary>
    private static readonly string? Pictures = Environment.GetEnvironmentVariable("ATHENS_SYNC_SCREENSHOTS");

    private static readonly string Axe = new BundledAxeScriptProvider().GetScript();

    private readonly List<string> findings = [];

    /// <summary>What was found, each finding once.</summary>
    public string Findings => string.Join('\n', findings.Distinct());

    /// <summary>What fades in or out is looked at as it comes to rest: half of it has half of its contrast.</summary>
    public async Task AtAsync(IPage page, string what)
    {
        await page.AddStyleTagAsync(new PageAddStyleTagOptions { Content = "*, *::before, *::after { transition: none !important; animation: none !important; }" });
        foreach (IFrame frame in page.Frames)
        {
            if (!await frame.EvaluateAsync<bool>("() => 'axe' in window"))
                await frame.EvaluateAsync(Axe);
        }

        foreach ((string name, int width, int height) in Widths)
        {
            await page.SetViewportSizeAsync(width, height);
            await page.EvaluateAsync(Drawn);
            await LookAsync(page, what, name);
        }
    }

    private async Task LookAsync(IPage page, string what, string name)
    {
        if (Pictures is not null)
            await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(Pictures, $"{what}-{name}.png"), FullPage = true });
        string[] found = [.. await page.EvaluateAsync<string[]>(Violations), .. await page.EvaluateAsync<string[]>(SticksOut), .. name == Phone ? await page.EvaluateAsync<string[]>(TooSmall) : []];
        findings.AddRange(found.Select(finding => $"{what}, {name}: {finding}"));
    }

    /// <summary>What follows a new width by itself, a menu for example, has done so with the second frame.</summary>
    private const string Drawn = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))";

    /// <summary>What axe finds in the page and its frames. In the page itself, for a page of its own to gather the results in takes longer than the look.</summary>
    private const string Violations =
        """
        async () => (await axe.run(document, { resultTypes: ['violations'] })).violations
            .filter(violation => ['serious', 'critical'].includes(violation.impact))
            .flatMap(violation => violation.nodes.map(node => `${violation.id}: ${violation.help}: ${node.html}`))
        """;

    /// <summary>Where the page scrolls sideways, the parts that make it do so; what scrolls within its own box is meant to.</summary>
    private const string SticksOut =
        """
        () => document.documentElement.scrollWidth <= innerWidth ? [] : [`sticks out: the page is ${document.documentElement.scrollWidth} wide`,
            ...[...document.querySelectorAll('body *')].filter(part => part.getBoundingClientRect().right > innerWidth + 1).slice(0, 5).map(part => `sticks out: ${part.outerHTML.slice(0, 120)}`)]
        """;

    /// <summary>What is pressed and is lower than 32 pixels; a tick box or a radio button counts with its label, and a link within a sentence not at all.</summary>
    private const string TooSmall =
        """
        () => [...document.querySelectorAll('button, a, input, select, [role=button], [role=menuitem]')]
            .filter(part => part.checkVisibility({ visibilityProperty: true }) && !part.closest('.skip, [aria-hidden=true]') && !(part.tagName === 'A' && part.closest('p, dd, li > div, nav.crumbs, .conflict-title')))
            .map(part => part.closest('label') ?? part)
            .filter(part => part.getBoundingClientRect().height > 0 && part.getBoundingClientRect().height < 32)
            .map(part => `too small for a thumb: ${part.outerHTML.slice(0, 120)}`)
        """;
}
