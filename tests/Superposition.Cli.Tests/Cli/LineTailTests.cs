using System.Text;
using Superposition.Cli.Runs;

namespace Superposition.Tests.Cli;

/// <summary>Reading files that other processes write, cut and take away.</summary>
public class LineTailTests
{
    [Fact]
    public void Only_complete_lines_that_are_new_are_read()
    {
        using var folder = new TemporaryFolder();
        var tail = new LineTail(folder["lines"]);
        Assert.Empty(tail.ReadNew());
        File.WriteAllText(folder["lines"], "one\ntw");
        Assert.Equal(["one\n"], Read(tail));
        Assert.True(tail.EndsInTheMiddle);
        File.AppendAllText(folder["lines"], "o\n");
        Assert.Equal(["two\n"], Read(tail));
        Assert.False(tail.EndsInTheMiddle);
        File.WriteAllText(folder["lines"], "anew\n");
        Assert.Equal(["anew\n"], Read(tail));
    }

    [Fact]
    public async Task A_file_that_comes_and_goes_while_it_is_read_is_no_error()
    {
        using var folder = new TemporaryFolder();
        using var end = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        var writing = Task.Run(() =>
        {
            while (!end.IsCancellationRequested)
            {
                folder.Write("cell/live.jsonl", "1\n2\n3\n");
                File.Delete(folder["cell/live.jsonl"]);
                Directory.Delete(folder["cell"]);
            }
        });
        while (!end.IsCancellationRequested)
        {
            Assert.All(Read(new LineTail(folder["cell/live.jsonl"])), line => Assert.Contains(line, (string[])["1\n", "2\n", "3\n"]));
        }

        await writing;
    }

    private static IEnumerable<string> Read(LineTail tail) => tail.ReadNew().Select(Encoding.UTF8.GetString);
}
