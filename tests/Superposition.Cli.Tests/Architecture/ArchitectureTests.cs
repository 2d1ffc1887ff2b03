using System.Text;
using System.Text.RegularExpressions;

namespace Superposition.Tests.Architecture;

/// <summary>The floors of docs/architecture.md: an arrow only ever points down.</summary>
public partial class ArchitectureTests
{
    /// <summary>Floors from the ground up; namespaces of one floor do not know each other.</summary>
    private static readonly string[][] Floors =
    [
        ["Booleans"],
        ["Networks"],
        ["Measurement"],
        ["Representation"],
        ["UniversalAnd", "ErrorCorrection"],
        ["AlgebraicCodes", "AttentionKeys", "TargetedAnds", "Circuits", "DeepCircuits", "Relaxations", "NarrowLayers"],
        ["Specs"],
        ["Tasks"],
        ["Objectives", "Baselines"],
        ["Training", "Checkpoints", "Comparison", "Probing", "Plateaus", "Autoencoders", "Exploring"],
        ["Studies"],
        ["Verification", "Reproduction"],
        ["Retraining", "Zoo", "Workbench"],
        ["Reporting", "Server"],
        ["Cli"],
    ];

    /// <summary>Files that may speak to the file system below the command line.</summary>
    private static readonly string[] FileClasses = ["Checkpoints/NetworkFile.cs", "Checkpoints/AtomicFile.cs"];

    // A limit in seconds needs a clock; what is found within it is proved all the same.
    private static readonly string[] TimeLimits = ["Representation/ChebyshevExchange.cs", "Representation/InputRowProgram.cs"];

    private static readonly SourceFile[] Sources = [.. ReadSources()];

    [Fact]
    public void The_sources_are_found()
    {
        Assert.True(Sources.Length > 80, $"Only {Sources.Length} files were found under src.");
        Assert.All(
            Sources,
            source => Assert.True(
            FloorOf(source.Namespace) >= 0, $"{source.Name} is in namespace Superposition.{source.Namespace}, which is on no floor."));
        Assert.All(Sources, source => Assert.Equal(source.Folder, source.Namespace));
    }

    [Fact]
    public void Arrows_only_point_down()
    {
        var wrong = from source in Sources
                    from Match arrow in Arrow().Matches(source.Code)
                    let target = arrow.Groups["floor"].Value
                    where target != source.Namespace && FloorOf(target) >= FloorOf(source.Namespace)
                    select $"{source.Name}: {source.Namespace} -> {target}";
        Assert.Empty(wrong.Distinct(StringComparer.Ordinal));
    }

    [Fact]
    public void Ground_truth_and_reporting_know_no_tensors_and_the_command_line_only_in_one_place()
    {
        var tensors = Sources.Where(source => source.Code.Contains("TorchSharp", StringComparison.Ordinal)
            && source.Namespace is "Booleans" or "Reporting" or "Cli").Where(source =>
            source.Code.Contains("TorchSharp", StringComparison.Ordinal));
        Assert.Equal(["Cli/Torch.cs"], tensors.Select(source => source.Name));
    }

    [Fact]
    public void Only_the_command_line_and_network_files_touch_console_files_and_clocks()
    {
        var wrong = from source in Sources
                    where source.Namespace != "Cli" && !FileClasses.Contains(source.Name)
                    from Match use in OutsideWorld().Matches(source.Code)
                    where !(TimeLimits.Contains(source.Name) && use.Value.StartsWith("Stopwatch", StringComparison.Ordinal))
                    select $"{source.Name}: {use.Value}";
        Assert.Empty(wrong);
    }

    [Fact]
    public void Randomness_comes_from_seeds_alone()
    {
        var wrong = from source in Sources from Match use in HiddenRandomness().Matches(source.Code) select $"{source.Name}: {use.Value}";
        Assert.Empty(wrong);
    }

    [Fact]
    public void There_is_no_drawer_for_odds_and_ends()
    {
        var wrong = Sources.Where(source => DrawerName().IsMatch(source.Name)).Select(source => source.Name);
        Assert.Empty(wrong);
        Assert.Empty(Sources.Where(source => source.Lines > 330).Select(source => $"{source.Name} has {source.Lines} lines"));
    }

    /// <summary>Counted in bytes of UTF-8, as tools do that know no characters; tests and examples included.</summary>
    [Fact]
    public void No_line_is_longer_than_140_bytes()
    {
        var wrong = from path in AllCode()
                    let name = Path.GetRelativePath(Places.Repository, path)
                    from line in File.ReadLines(path).Select((text, i) => (Bytes: Encoding.UTF8.GetByteCount(text), Number: i + 1))
                    where line.Bytes > 140
                    select $"{name}, line {line.Number}: {line.Bytes} bytes";
        Assert.Empty(wrong);
    }

    [Fact]
    public void Nothing_is_left_for_later()
    {
        var wrong = from path in AllCode()
                    from Match use in LeftForLater().Matches(File.ReadAllText(path))
                    select $"{Path.GetRelativePath(Places.Repository, path)}: {use.Value}";
        Assert.Empty(wrong);
    }

    /// <summary>Every C# file: of the program, its tests and the examples.</summary>
    private static IEnumerable<string> AllCode() =>
        from folder in (string[])["src", "tests", "docs"]
        from path in Directory.EnumerateFiles(Path.Combine(Places.Repository, folder), "*.cs", SearchOption.AllDirectories)
        where !Path.GetRelativePath(Places.Repository, path).Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj")
        select path;

    private static int FloorOf(string floor) => Array.FindIndex(Floors, floors => floors.Contains(floor));

    private static IEnumerable<SourceFile> ReadSources()
    {
        var root = Path.Combine(Places.Repository, "src");
        foreach (var path in Directory.GetFiles(root, "*.cs", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            var parts = Path.GetRelativePath(root, path).Split(Path.DirectorySeparatorChar);
            if (parts[1] is not ("obj" or "bin"))
            {
                // The project's folder is the floor where it holds one floor, otherwise the floors are its folders.
                var isOneFloor = parts[0] is "Superposition.Reporting" or "Superposition.Server" or "Superposition.Cli";
                var folder = isOneFloor ? parts[0]["Superposition.".Length..] : parts[1];
                yield return new SourceFile(
                    string.Join('/', isOneFloor ? [folder, .. parts[1..]] : parts[1..]), folder, File.ReadAllText(path));
            }
        }
    }

    private sealed record SourceFile(string Name, string Folder, string Text)
    {
        /// <summary>The text without comments.</summary>
        public string Code { get; } = Comment().Replace(Text, "");

        public string Namespace => NamespaceLine().Match(Text).Groups["floor"].Value;

        public int Lines => Text.Count(c => c == '\n');
    }

    [GeneratedRegex(@"(?<!"")//.*$", RegexOptions.Multiline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Comment();

    [GeneratedRegex(
        @"^namespace Superposition\.(?<floor>\w+)", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex NamespaceLine();

    [GeneratedRegex(@"\bSuperposition\.(?<floor>[A-Z]\w+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Arrow();

    [GeneratedRegex(
        @"\b(Console|File|Directory|FileStream|Process|Stopwatch|HttpClient)\.\w+|\bEnvironment\.(?!ProcessorCount\b|NewLine\b)\w+"
        + @"|\bnew (FileStream|FileInfo|DirectoryInfo|HttpClient)\b|\bDateTime(Offset)?\.(Utc)?Now\b",
        RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex OutsideWorld();

    [GeneratedRegex(
        @"\bmanual_seed\b|\bRandom\.Shared\b|\bnew Random\(|\bnn\.init\.|\bGuid\.NewGuid\(\)(?!:N\}\.tmp)", RegexOptions.None,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex HiddenRandomness();

    [GeneratedRegex(@"Util|Helper|Common|Misc|Manager", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex DrawerName();

    // This file is searched as well, so that none of the words stands here whole.
    [GeneratedRegex(@"\b(TO[D]O|FIX[M]E|HAC[K])\b|NotImplemented[E]xception", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex LeftForLater();
}
