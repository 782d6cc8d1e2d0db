using Athens.Sync.IndexedDb.Browser;
using Microsoft.AspNetCore.Components.WebAssembly.Hosting;
using Microsoft.JSInterop;

WebAssemblyHostBuilder builder = WebAssemblyHostBuilder.CreateDefault(args);
WebAssemblyHost host = builder.Build();
Page.Js = (IJSRuntime)host.Services.GetService(typeof(IJSRuntime))!;
await host.RunAsync();
