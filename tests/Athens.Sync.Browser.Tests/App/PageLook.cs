using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Athens.Sync.Browser.Tests.App;

/// <summary>Looks at pages at one width: by axe, for what sticks out of the screen, and on a phone for what a thumb cannot hit.</summary>
/// <param name="name">The width's name.</param>
internal sealed class PageLook(string name)
{
    /// <summary>Where pictures of the pages are put, for a person to look at; nowhere unless it is said.</summary>
    private static readonly string? Pictures = Environment.GetEnvironmentVariable("ATHENS_SYNC_SCREENSHOTS");

    private readonly List<string> findings = [];

    /// <summary>What was found, each finding once.</summary>
    public string Findings => string.Join('\n', findings.Distinct());

    /// <summary>What fades in or out is looked at as it comes to rest: half of it has half of its contrast.</summary>
    public async Task AtAsync(IPage page, string what)
    {
        await page.AddStyleTagAsync(new PageAddStyleTagOptions { Content = "*, *::before, *::after { transition: none !important; animation: none !important; }" });
        if (Pictures is not null)
            await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(Pictures, $"{what}-{name}.png"), FullPage = true });
        AxeResult result = await page.RunAxe();
        findings.AddRange(
            from violation in result.Violations
            where violation.Impact is "serious" or "critical"
            from node in violation.Nodes
            select $"{what}: {violation.Id}: {violation.Help}: {node.Html}");
        findings.AddRange((await page.EvaluateAsync<string[]>(SticksOut)).Select(part => $"{what}: sticks out: {part}"));
        if (name == "phone")
            findings.AddRange((await page.EvaluateAsync<string[]>(TooSmall)).Select(part => $"{what}: too small for a thumb: {part}"));
    }

    /// <summary>Where the page scrolls sideways, the parts that make it do so; what scrolls within its own box is meant to.</summary>
    private const string SticksOut =
        """
        () => document.documentElement.scrollWidth <= innerWidth ? [] : [`the page is ${document.documentElement.scrollWidth} wide`,
            ...[...document.querySelectorAll('body *')].filter(part => part.getBoundingClientRect().right > innerWidth + 1).slice(0, 5).map(part => part.outerHTML.slice(0, 120))]
        """;

    /// <summary>What is pressed and is lower than 32 pixels; a tick box or a radio button counts with its label, and a link within a sentence not at all.</summary>
    private const string TooSmall =
        """
        () => [...document.querySelectorAll('button, a, input, select, [role=button], [role=menuitem]')]
            .filter(part => part.checkVisibility({ visibilityProperty: true }) && !part.closest('.skip, [aria-hidden=true]') && !(part.tagName === 'A' && part.closest('p, dd, li > div, nav.crumbs, .conflict-title')))
            .map(part => part.closest('label') ?? part)
            .filter(part => part.getBoundingClientRect().height > 0 && part.getBoundingClientRect().height < 32)
            .map(part => part.outerHTML.slice(0, 120))
        """;
}
