using Athens.Ptw.App;
using Athens.Ptw.App.Accounts;
using Athens.Ptw.App.Devices;
using Athens.Ptw.App.OlderApp;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.AspNetCore.Components.WebAssembly.Hosting;
using MudBlazor;
using MudBlazor.Services;

WebAssemblyHostBuilder builder = WebAssemblyHostBuilder.CreateDefault(args);
builder.RootComponents.Add<App>("#app");
builder.RootComponents.Add<HeadOutlet>("head::after");
builder.Services.AddMudServices(options =>
{
    options.SnackbarConfiguration.PositionClass = Defaults.Classes.Position.BottomCenter;
    options.SnackbarConfiguration.VisibleStateDuration = 2500;
    options.SnackbarConfiguration.ShowTransitionDuration = 150;
    options.SnackbarConfiguration.HideTransitionDuration = 300;
});
builder.Services.AddSingleton(TimeProvider.System);
builder.Services.AddSingleton(new HttpClient { BaseAddress = new Uri(builder.HostEnvironment.BaseAddress) });
builder.Services.AddSingleton<Browser>();
builder.Services.AddSingleton<SessionClient>();
builder.Services.AddSingleton<AccountBook>();
builder.Services.AddSingleton<OlderQueue>();
builder.Services.AddSingleton<PtwSession>();
await builder.Build().RunAsync();
