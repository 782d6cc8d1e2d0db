using Athens.Sync.Browser.Tests.Hosting;
using static Microsoft.Playwright.Assertions;

namespace Athens.Sync.Browser.Tests.App;

/// <summary>What a form does with what is typed, whatever goes on beside it.</summary>
public sealed class FormTests(Chromium chromium, PtwProcess host) : AppTests(chromium, host)
{
    [Fact]
    public async Task WhatIsTypedWhileASaveIsUnderWay_StaysInTheForm_AndGoesWithTheNextSave()
    {
        AppDevice device = await NewDeviceAsync();
        string permit = await device.CreateSentAsync(Title);
        await device.Page.Locator("#location").FillAsync("First");

        // In one turn of the page: the save has begun, and cannot have ended.
        await device.SentAsync(() => device.Page.EvaluateAsync(
            """
            () => {
                [...document.querySelectorAll('.actions button')].find(button => button.textContent.trim() === 'Save').click();
                const location = document.querySelector('#location');
                location.value = 'Second';
                location.dispatchEvent(new Event('input', { bubbles: true }));
            }
            """));
        await device.SeesFieldAsync("location", "Second");
        await device.SeesPendingAsync(0);
        await device.SeesFieldAsync("location", "Second");
        using Colleague colleague = await Colleague.SignInAsync(Host.Address, "requester-north");
        Assert.Equal("First", (await colleague.ReadAsync(permit)).GetProperty("location").GetString());

        await device.SaveAsync();
        await device.SyncAsync();
        Assert.Equal("Second", (await colleague.ReadAsync(permit)).GetProperty("location").GetString());
    }

    [Fact]
    public async Task EachSave_IsToldOf()
    {
        AppDevice device = await NewDeviceAsync();
        await device.CreateAsync(Title);

        await device.EditAsync("location", "First");
        await device.Page.Locator(".mud-snackbar").EvaluateAsync("word => word.dataset.first = true");
        await device.Page.Locator("#location").FillAsync("Second");
        await device.SaveAsync();

        await Expect(device.Page.Locator(".mud-snackbar:not([data-first])")).ToContainTextAsync("Saved on this device");
    }
}
