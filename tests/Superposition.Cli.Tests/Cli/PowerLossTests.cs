using System.Globalization;
using Superposition.Checkpoints;
using Xunit.Abstractions;

namespace Superposition.Tests.Cli;

/// <summary>
/// The power fails at any moment of a run: what a disk has then is some beginning of what was written, the last piece perhaps in part. From
/// each such beginning the run goes on, keeps what was finished, takes nothing half-written for finished, and ends bit-identical.
/// </summary>
public class PowerLossTests(ITestOutputHelper output)
{
    [Fact]
    public Task A_run_goes_on_from_some_beginnings_of_what_it_wrote() => Try(every: 23);

    [Fact, Trait("Category", "Slow")]
    public Task A_run_goes_on_from_every_beginning_of_what_it_wrote() => Try(every: 1);

    private async Task Try(int every)
    {
        using var folder = new TemporaryFolder();
        var writes = new List<DiskWrite>();
        using (AtomicFile.Record(write =>
        {
            lock (writes)
            {
                writes.Add(write);
            }
        }))
        {
            (await FinishedRun.Run(folder, "--workers", "1", "--save-every", "0.001")).IsDone();
        }

        var whole = RunFiles.Of(folder["run"]);
        Assert.Contains(writes, write => write.Change == DiskChange.Append && write.Path == folder["run/results.jsonl"]);
        Assert.Contains(writes, write => write.Path.EndsWith(".state", StringComparison.Ordinal));
        var tried = 0;
        foreach (var (index, part) in writes.Index().SelectMany(write =>
            Enum.GetValues<LastWrite>().Select(part => (write.Index, part))).Where((_, number) => number % every == 0))
        {
            using var cut = new TemporaryFolder();
            Replay(writes[..index], writes[index], part, folder["run"], cut["run"]);
            var hasHead = File.Exists(cut["run/run.json"]);
            var resumed = (await FinishedRun.Run(cut, hasHead ? ["--resume"] : [])).IsDone();
            Assert.Equal(whole, RunFiles.Of(cut["run"]));
            var kept = writes.Take(index).Count(write => write.Change == DiskChange.Append && write.Path == folder["run/results.jsonl"]);
            Assert.Contains(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{FinishedRun.Cells - kept} cell{(FinishedRun.Cells - kept == 1 ? "" : "s")} to "
                    + $"compute{(kept > 0 ? $", {kept} kept" : "")},"), resumed.Output, StringComparison.Ordinal);
            tried++;
        }

        output.WriteLine($"{writes.Count} writes, {tried} beginnings tried");
    }

    private static void Replay(IReadOnlyList<DiskWrite> done, DiskWrite last, LastWrite part, string from, string to)
    {
        foreach (var write in done)
        {
            // What was removed may be there again: removals are not flushed.
            if (part != LastWrite.WithoutRemovals || write.Change is not (DiskChange.Delete or DiskChange.DeleteFolder))
            {
                Do(write, write.Content);
            }
        }

        if (part == LastWrite.InPart && last.Change == DiskChange.Append)
        {
            Do(last, last.Content[..(last.Content.Length / 2)]);
        }
        else if (part == LastWrite.InPart && last.Change == DiskChange.Write)
        {
            File.WriteAllBytes($"{Target(last.Path)}.{new string('0', 32)}.tmp", last.Content[..(last.Content.Length / 2)].ToArray());
        }

        string Target(string path) => path.Replace(from, to, StringComparison.Ordinal);

        void Do(DiskWrite write, ReadOnlyMemory<byte> content)
        {
            var path = Target(write.Path);
            switch (write.Change)
            {
                case DiskChange.Write:
                    File.WriteAllBytes(path, content.ToArray());
                    break;
                case DiskChange.Append:
                    using (var stream = new FileStream(path, FileMode.Append))
                    {
                        stream.Write(content.Span);
                    }

                    break;
                case DiskChange.Move:
                    File.Move(path, Target(write.Target!), overwrite: true);
                    break;
                case DiskChange.Delete:
                    File.Delete(path);
                    break;
                case DiskChange.CreateFolder:
                    Directory.CreateDirectory(path);
                    break;
                default:
                    Directory.Delete(path);
                    break;
            }
        }
    }

    /// <summary>What the disk has of the write in which the power failed, and of earlier removals.</summary>
    private enum LastWrite
    {
        Nothing,
        InPart,
        WithoutRemovals,
    }
}
