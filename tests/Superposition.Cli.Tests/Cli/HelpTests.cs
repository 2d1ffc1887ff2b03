namespace Superposition.Tests.Cli;

public class HelpTests
{
    private static readonly string[] Commands = ["run", "construct", "measure", "compare", "report", "list", "schema"];

    [Fact]
    public async Task The_help_names_every_command()
    {
        foreach (var args in (string[][])[[], ["--help"], ["-h"]])
        {
            var help = (await CommandLine.Run(args)).IsDone().Output;
            Assert.All(Commands, command => Assert.Contains($"\n  {command}", help, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Every_command_has_help_with_an_example_that_is_understood()
    {
        foreach (var command in Commands)
        {
            var help = (await CommandLine.Run(command, "--help")).IsDone().Output;
            Assert.Contains("--json", help, StringComparison.Ordinal);
            var examples = help[help.IndexOf("Example", StringComparison.Ordinal)..].Split('\n').Skip(1).Select(line => line.Trim()).Where(line => line.Length > 0).ToArray();
            Assert.NotEmpty(examples);
            foreach (var example in examples)
            {
                // Asking for help of the example parses its options without doing its work.
                Assert.StartsWith($"superposition {command}", example, StringComparison.Ordinal);
                var words = example.Split('>')[0].Trim().Split(' ')[1..];
                foreach (var option in words.Where(word => word.StartsWith("--", StringComparison.Ordinal)))
                {
                    Assert.Contains(option, help, StringComparison.Ordinal);
                }
            }
        }
    }

    [Theory]
    [InlineData("rnu", "did you mean \"run\"?")]
    [InlineData("frobnicate", "expected one of run, construct")]
    [InlineData("run", "SPEC")]
    [InlineData("measure", "FILE")]
    [InlineData("run spec.json --sed 3", "did you mean \"--seed\"?")]
    [InlineData("run spec.json --seed", "--seed")]
    [InlineData("run spec.json --seed -1", "--seed is \"-1\"")]
    [InlineData("run spec.json --seed 1.5", "--seed is \"1.5\"")]
    [InlineData("run spec.json --workers 0", "--workers is \"0\"")]
    [InlineData("run spec.json --workers many", "--workers is \"many\"")]
    [InlineData("construct", "--features")]
    [InlineData("construct sign", "--features")]
    [InlineData("construct sign --features 8 --active 2", "--neurons is missing")]
    [InlineData("construct sing --features 8 --active 2 --neurons 8", "did you mean \"sign\"?")]
    [InlineData("construct sign --features 1 --active 1 --neurons 8", "--features is \"1\"")]
    [InlineData("construct sign --features 8 --active 9 --neurons 8", "--active is 9, expected at most the number of features, 8")]
    [InlineData("construct sign --features 8 --active 2 --neurons 1000000000000", "--neurons is \"1000000000000\"")]
    [InlineData("construct sign --features 4096 --active 2 --neurons 10000000", "GiB of memory")]
    [InlineData("construct naive --features 8 --active 2 --neurons 5", "C(8,2) = 28")]
    [InlineData("construct sign --features 8 --active 2 --neurons 8 --density 0.5", "has no density")]
    [InlineData("construct subset --features 8 --active 2 --neurons 80 --density NaN", "--density is \"NaN\"")]
    [InlineData("construct subset --features 8 --active 2 --neurons 80 --density 1", "--density is \"1\"")]
    [InlineData("construct sign --features 8 --active 2 --neurons 8 --sparsity sometimes", "--sparsity is \"sometimes\"")]
    [InlineData("construct sign --features 8 --active 2 --neurons 8 --inputs 0", "--inputs is \"0\"")]
    [InlineData("construct sign --features 64 --active 8 --neurons 8 --inputs all", "give a number to --inputs")]
    [InlineData("construct sign --features 8 --active 2 --neurons 8 --out no/such/folder/x", "there is no folder")]
    [InlineData("measure nothing.safetensors", "nothing.safetensors")]
    [InlineData("compare nothing.safetensors", "B")]
    [InlineData("list no/such/folder", "no such folder")]
    [InlineData("report no/such/run", "no run.json")]
    public async Task A_slip_on_the_command_line_is_one_sentence(string line, string words) => (await CommandLine.Run(line.Split(' '))).IsRefusalWith(words);
}
