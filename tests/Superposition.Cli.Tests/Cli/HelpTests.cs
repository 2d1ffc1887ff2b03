using System.Globalization;
using System.Text.Json;
using Superposition.UniversalAnd;

namespace Superposition.Tests.Cli;

public class HelpTests
{
    private static readonly string[] Commands = ["run", "sweep", "construct", "measure", "compare", "probe", "activations", "report",
        "export", "list", "schema", "completion", "help"];

    private static readonly string[] CommandsWithExamples = [.. Commands, "construct sign", "construct naive",
        "construct superposed-subset", "construct high-fan-in", "construct circuit", "construct error-correction", "construct deep-fused",
        "construct deep-alternating"];

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
        foreach (var command in CommandsWithExamples)
        {
            var help = (await CommandLine.Run([.. command.Split(' '), "--help"])).IsDone().Output;
            Assert.Contains("--json", help, StringComparison.Ordinal);
            var examples = help[help.IndexOf("Example", StringComparison.Ordinal)..].Split('\n').Skip(1).Select(line =>
                line.Trim()).Where(line => line.Length > 0).ToArray();
            Assert.NotEmpty(examples);
            foreach (var example in examples)
            {
                // Asking for help of the example parses its options without doing its work.
                Assert.StartsWith($"superposition {command}", example, StringComparison.Ordinal);
                var words = example.Split('>')[0].Trim().Split(' ')[1..];
                var own = (await CommandLine.Run([.. words.TakeWhile(word => !word.StartsWith("--", StringComparison.Ordinal)), "--help"]))
                    .IsDone().Output;
                foreach (var option in words.Where(word => word.StartsWith("--", StringComparison.Ordinal)))
                {
                    Assert.Contains(option, own, StringComparison.Ordinal);
                }
            }
        }
    }

    [Fact]
    public async Task Files_that_examples_read_are_there()
    {
        string[] own = ["subset.safetensors", "corrected.safetensors", "dedicated.safetensors"];
        foreach (var command in (string[])["activations", "compare", "construct circuit", "explore", "export", "measure",
            "plateau", "probe", "train"])
        {
            var help = (await CommandLine.Run([.. command.Split(' '), "--help"])).IsDone().Output;
            var first = help.Split('\n').Select(line => line.Trim()).First(line =>
                line.StartsWith($"superposition {command} ", StringComparison.Ordinal) && !line.Contains('[', StringComparison.Ordinal));
            var files = first.Split(' ').TakeWhile(word => word is not ("--out" or "--onnx" or "--csv")).Where(word =>
                word.EndsWith(".safetensors", StringComparison.Ordinal) || word.EndsWith(".blif", StringComparison.Ordinal)).Except(own);
            Assert.All(files, file => Assert.True(File.Exists(Path.Combine(Places.Repository, file)), file));
        }
    }

    [Fact]
    public async Task Examples_of_constructions_ask_for_widths_that_exist()
    {
        foreach (var construction in UniversalAndConstructions.All.Where(construction => construction is not MeanSubtracted))
        {
            var help = (await CommandLine.Run("construct", construction.Kind, "--help")).IsDone().Output;
            var words = help[help.IndexOf("--features 32", StringComparison.Ordinal)..].Split(' ', '\n');
            if (Array.IndexOf(words, "--neurons") is >= 0 and var place)
            {
                Assert.InRange(
                    int.Parse(words[place + 1], CultureInfo.InvariantCulture), 1, construction.MaxNeurons(32) ?? int.MaxValue);
            }
        }
    }

    [Fact]
    public async Task Help_of_a_command_is_its_help()
    {
        Assert.Equal(
            (await CommandLine.Run("construct", "sign", "--help")).IsDone(), (await CommandLine.Run("help", "construct", "sign")).IsDone());
        Assert.Equal((await CommandLine.Run("--help")).IsDone(), (await CommandLine.Run("help")).IsDone());
    }

    [Fact]
    public async Task Sizes_are_spelled_alike_everywhere_and_have_short_forms()
    {
        foreach (var command in (string[])["construct subset", "construct high-fan-in", "train", "measure", "compare",
            "probe", "activations"])
        {
            var help = (await CommandLine.Run([.. command.Split(' '), "--help"])).IsDone().Output;
            Assert.Contains("-s, --active <s>", help, StringComparison.Ordinal);
            Assert.Contains("-m, --features <m>", help, StringComparison.Ordinal);
            Assert.Contains("--sparsity <exactly|at-most>", help, StringComparison.Ordinal);
        }

        Assert.Equal(
            (await CommandLine.Run("construct", "sign", "--features", "8", "--active", "2", "--neurons", "40", "--json")).IsDone(),
            (await CommandLine.Run("construct", "sign", "-m", "8", "-s", "2", "-d", "40", "--json")).IsDone());
    }

    [Fact]
    public async Task Complaints_of_commands_for_programs_are_JSON()
    {
        foreach (var line in (string[])["measure no.safetensors --json", "--json measure --actve 3",
            "construct sign --json", "wrok --json"])
        {
            var outcome = await CommandLine.Run(line.Split(' '));
            Assert.Equal((2, ""), (outcome.ExitCode, outcome.Output));
            using var json = JsonDocument.Parse(outcome.Error);
            Assert.Equal(1, json.RootElement.GetProperty("schemaVersion").GetInt32());
            Assert.Equal(2, json.RootElement.GetProperty("error").GetProperty("exitCode").GetInt32());
            Assert.EndsWith(
                ".", json.RootElement.GetProperty("error").GetProperty("message").GetString()!.Replace('?', '.'), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("rnu", "did you mean \"run\"?")]
    [InlineData("frobnicate", "expected one of run, sweep, construct")]
    [InlineData("wrok --help", "\"wrok\" is not understood")]
    [InlineData("construct sing --help", "did you mean \"sign\"?")]
    [InlineData("help mesure", "did you mean \"measure\"?")]
    [InlineData("measure --actve 3 x.safetensors", "superposition measure: there is no option \"--actve\"")]
    [InlineData("measure --actve 3 x.safetensors", "did you mean \"--active\"?")]
    [InlineData("measure x.safetensors -z", "there is no option \"-z\"")]
    [InlineData("measure x.safetensors --at-least", "there is no option \"--at-least\"")]
    [InlineData("measure x.safetensors extra", "\"extra\" is not understood")]
    [InlineData("completion tcsh", "expected one of bash, zsh, fish, powershell")]
    [InlineData("run", "SPEC")]
    [InlineData("measure", "FILE")]
    [InlineData("run spec.json --sed 3", "did you mean \"--seed\"?")]
    [InlineData("run spec.json --seed", "--seed")]
    [InlineData("run spec.json --seed -1", "--seed is \"-1\"")]
    [InlineData("run spec.json --seed 1.5", "--seed is \"1.5\"")]
    [InlineData("run spec.json --workers 0", "--workers is \"0\"")]
    [InlineData("run spec.json --workers many", "--workers is \"many\"")]
    [InlineData("sweep", "SPEC")]
    [InlineData("sweep no/such/spec.json", "no/such/spec.json: there is no such file")]
    [InlineData("sweep spec.json --engine slrum", "--engine is \"slrum\", expected local or slurm; did you mean \"slurm\"?")]
    [InlineData("sweep spec.json --workers 0", "--workers is \"0\"")]
    [InlineData("sweep spec.json --workers -2 --engine slurm", "--workers is \"-2\"")]
    [InlineData("sweep spec.json --sbatch time=1:00", "--sbatch time=1:00 is given, expected it with --engine slurm")]
    [InlineData("sweep spec.json --engine slurm --sbatch array=3", "--sbatch is \"array=3\"")]
    [InlineData("sweep spec.json --engine slurm --sbatch=--time=3", "--sbatch is \"--time=3\"")]
    [InlineData("sweep-task no/such/run 0", "no/such/run: no sweep is on here")]
    [InlineData("sweep-end no/such/run", "no run.json")]
    [InlineData("construct", "the kind is missing, expected one of naive,")]
    [InlineData("construct sign", "superposition construct sign: Option '--active'")]
    [InlineData("construct sign --features 8 --active 2", "--neurons is missing")]
    [InlineData(
        "construct error-correction --features 8 --active 1 --neurons 8", "--channel-size is 16, expected at most the 4 clip units")]
    [InlineData(
        "construct deep-fused --features 5000 --active 2 --neurons 4000 --layers 2 --out x.safetensors",
        "--out is given, expected no file: a circuit of more than 4,096 features")]
    [InlineData(
        "construct deep-fused --features 5000 --active 2 --neurons 4000 --layers 2 --sparsity exactly",
        "--sparsity is exactly, expected at-most")]
    [InlineData(
        "construct deep-fused --features 5000 --active 2 --neurons 100 --layers 2",
        "too few clip units for channels of 8, expected more --neurons than 100")]
    [InlineData(
        "construct deep-fused --features 64 --active 2 --neurons 32 --layers 2",
        "fewer clip units than a channel has, 8, expected more --neurons than 32")]
    [InlineData("construct sing --features 8 --active 2 --neurons 8", "did you mean \"sign\"?")]
    [InlineData("construct sign --features 1 --active 1 --neurons 8", "--features is \"1\"")]
    [InlineData("construct sign --features 8 --active 9 --neurons 8", "--active is 9, expected at most the number of features, 8")]
    [InlineData("construct sign --features 8 --active 2 --neurons 1000000000000", "--neurons is \"1000000000000\"")]
    [InlineData("construct sign --features 4096 --active 2 --neurons 10000000", "GiB of memory")]
    [InlineData("construct naive --features 8 --active 2 --neurons 5", "C(8,2) = 28")]
    [InlineData("construct sign --features 8 --active 2 --neurons 8 --density 0.5", "there is no option \"--density\"")]
    [InlineData("construct subset --features 8 --active 2 --neurons 80 --density NaN", "--density is \"NaN\"")]
    [InlineData("construct subset --features 8 --active 2 --neurons 80 --density 1", "--density is \"1\"")]
    [InlineData("construct sign --features 8 --active 2 --neurons 8 --sparsity sometimes", "--sparsity is \"sometimes\"")]
    [InlineData("construct sign --features 8 --active 2 --neurons 8 --inputs 0", "--inputs is \"0\"")]
    [InlineData("construct sign --features 64 --active 8 --neurons 8 --inputs all", "give a number to --inputs")]
    [InlineData("construct sign --features 8 --active 2 --neurons 8 --out no/such/folder/x", "there is no folder")]
    [InlineData(
        "construct superposed-subset --features 8 --active 2 --neurons 8 --encoding sings",
        "expected one of gaussian, signs, low-coherence")]
    [InlineData("construct superposed-subset --features 8 --active 2 --neurons 8 --input-dimension 0", "--input-dimension is \"0\"")]
    [InlineData("construct sign --features 8 --active 2 --neurons 8 --input-dimension 4", "there is no option \"--input-dimension\"")]
    [InlineData(
        "construct high-fan-in --features 8 --active 2 --neurons 8 --fan-in 3",
        "--fan-in is 3, expected at most the number of active features, 2")]
    [InlineData(
        "construct high-fan-in --features 24 --active 4 --neurons 64 --fan-in 3 --density 0.5", "F_3 = 0, so the AND cannot be read off")]
    [InlineData(
        "construct high-fan-in --features 24 --active 4 --neurons 64 --fan-in 3 --weights signs --density 0.5", "signs have no density")]
    [InlineData("construct circuit --active 2 --neurons 64", "--circuit")]
    [InlineData("construct circuit --circuit no.blif --active 2 --neurons 64", "no.blif: there is no such file")]
    [InlineData("measure nothing.safetensors", "nothing.safetensors")]
    [InlineData("compare nothing.safetensors", "B")]
    [InlineData("list no/such/folder", "no such folder")]
    [InlineData("report no/such/run", "no run.json")]
    public async Task A_slip_on_the_command_line_is_one_sentence(string line, string words) =>
        (await CommandLine.Run(line.Split(' '))).IsRefusalWith(words);
}
