using System.Net;
using System.Text;
using Superposition.Server;

namespace Superposition.Tests.Cli;

/// <summary>Runs whose files grow and vanish while the server reads them.</summary>
public sealed class ChangingRunTests : IDisposable
{
    private readonly CancellationTokenSource end = new();
    private Task serving = Task.CompletedTask;

    public void Dispose()
    {
        end.Cancel();
        SpinWait.SpinUntil(() => serving.IsCompleted, TimeSpan.FromSeconds(20));
        end.Dispose();
    }

    [Fact]
    public async Task A_file_that_grows_while_it_is_sent_arrives_whole()
    {
        using var client = await Serve();
        Assert.Equal("one\ntwo\n", await client.GetStringAsync("/files/a/log"));
    }

    [Fact]
    public async Task A_run_that_vanishes_while_it_is_read_is_not_found_and_watching_goes_on()
    {
        using var client = await Serve();
        using var answer = await client.GetAsync("/api/runs/a");
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        using var lines = new StreamReader(await client.GetStreamAsync("/api/events"));
        Assert.Equal("event: runs", await lines.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(20)));
    }

    private async Task<HttpClient> Serve()
    {
        var ready = new TaskCompletionSource<Uri>();
        serving = Task.Run(() => new RunServer(new ChangingSource(), mayControl: false).Run(0, ready.SetResult, end.Token));
        await Task.WhenAny(serving, ready.Task);
        return new HttpClient { BaseAddress = await ready.Task };
    }

    private sealed class ChangingSource : IRunSource
    {
        private int times;

        public IReadOnlyList<RunSummary> Runs() => times++ == 0 ? throw new DirectoryNotFoundException() : [];

        public RunDetail? Run(string run) => throw new FileNotFoundException();

        public CellDetail? Cell(string run, string cell) => null;

        public ServedFile? File(string run, string file) => new(() => new GrowingStream(), "text/plain; charset=utf-8");

        public ExplorerView? Explorer(string run, string file) => null;

        public ILiveCurves Follow(string run) => throw new NotSupportedException();

        public string? Stop(string run) => null;

        public string? Resume(string run) => null;
    }

    private sealed class GrowingStream() : MemoryStream(Encoding.UTF8.GetBytes("one\ntwo\n"))
    {
        public override long Length => 4;
    }
}
