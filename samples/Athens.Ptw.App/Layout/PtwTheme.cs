using MudBlazor;

namespace Athens.Ptw.App.Layout;

/// <summary>The app's colours, dark enough for text on a sunlit screen, and the device's own typeface.</summary>
internal static class PtwTheme
{
    private static readonly string[] Typefaces = ["system-ui", "-apple-system", "Segoe UI", "Roboto", "Helvetica Neue", "Arial", "sans-serif"];

    public static MudTheme Instance { get; } = new()
    {
        PaletteLight = new PaletteLight
        {
            Primary = "#0b5cad",
            Secondary = "#7a4a00",
            AppbarBackground = "#12324a",
            AppbarText = "#ffffff",
            Background = "#f4f6f8",
            BackgroundGray = "#e9eef2",
            Surface = "#ffffff",
            TextPrimary = "#1b2733",
            TextSecondary = "#4a5a68",
            Info = "#0b5cad",
            Success = "#1b6e33",
            Warning = "#8a5300",
            Error = "#b3261e",
            LinesDefault = "#d3dbe2",
            TableLines = "#d3dbe2",
        },
        Typography = new Typography
        {
            Default = new DefaultTypography { FontFamily = Typefaces },
            Button = new ButtonTypography { TextTransform = "none", FontWeight = "600" },
            H4 = new H4Typography { FontSize = "1.6rem", FontWeight = "650" },
            H6 = new H6Typography { FontSize = "1.1rem", FontWeight = "650" },
        },
        LayoutProperties = new LayoutProperties { DefaultBorderRadius = "8px" },
    };
}
