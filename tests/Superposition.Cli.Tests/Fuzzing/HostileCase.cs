using System.Text;

namespace Superposition.Tests.Fuzzing;

/// <summary>A command line with the files that it speaks of, made from a number: the same number gives the same case.</summary>
internal sealed class HostileCase
{
    private static readonly string[] Verbs =
        ["run", "construct", "construct sign", "construct code", "construct circuit", "construct deep", "construct targeted",
            "construct keys", "train", "measure", "compare", "probe", "activations", "plateau", "import", "export", "report", "check",
            "list", "cancel", "schema", "sweep-end", "doctor", "wat"];

    private static readonly string[] Options =
        ["--active", "--at-most", "--auc", "--batch", "--certify", "--circuit", "--constructions", "--controls", "--csv", "--dense",
            "--density", "--directions", "--exactly", "--fan-in", "--features", "--force", "--gates", "--group-size", "--hashes",
            "--inputs", "--instance", "--json", "--labels", "--layer", "--layers", "--learning-rate", "--limit", "--map", "--neurons",
            "--noise", "--npz", "--objective", "--onnx", "--out", "--resume", "--safetensors", "--seed", "--set", "--smoke", "--sparsity",
            "--start", "--states", "--steps", "--task", "--weights", "--workers", "--wat", "--", "-h"];

    private readonly TemporaryFolder folder;
    private readonly Corpus corpus;
    private readonly Random random;

    private HostileCase(TemporaryFolder folder, Corpus corpus, int number)
    {
        (this.folder, this.corpus, random) = (folder, corpus, new Random(number));
        Arguments = (number % 6) switch
        {
            0 => Spec(),
            1 => Circuit(),
            2 => Network(),
            3 => Activations(),
            4 => Records(),
            _ => Words(),
        };
    }

    /// <summary>The command line.</summary>
    public string[] Arguments { get; }

    /// <summary>Writes a case's files into a folder.</summary>
    public static HostileCase Make(TemporaryFolder folder, Corpus corpus, int number) => new(folder, corpus, number);

    private string[] Spec()
    {
        var spec = File("spec.json", corpus.Specs[0], Any(corpus.Circuits).Content);

        // Most specs are only read: a run that is not there cannot go on. The others are run.
        return random.Next(8) > 0
            ? ["run", spec, "--resume", "--out", folder["nowhere"], .. random.Next(3) == 0
                ? (string[])["--set",
                    $"{Any("seeds", "networks[0].neurons", "tasks[0].inputs.features", "inputs", "wat", "networks[9]", "")}"
                        + $"={Mutation.Token(random)}"]
                : []]
            : ["run", spec, "--smoke", "--workers", "1", "--out", folder["out"]];
    }

    private string[] Circuit()
    {
        var (ending, content) = Any(corpus.Circuits);
        var circuit = File($"circuit{ending}", content, Any(corpus.Circuits).Content);
        return random.Next(4) > 0
            ? ["train", circuit, "--active", "2", "--neurons", "8", "--print-spec"]
            : ["measure", Good("n.safetensors", corpus.Networks[0].Content), "--task", circuit, "--inputs", "5"];
    }

    private string[] Network()
    {
        var (ending, content) = Any(corpus.Networks);
        var network = File($"network{ending}", content, Any(corpus.Networks).Content);
        return random.Next(6) switch
        {
            0 => ["measure", network, "--active", "2", "--inputs", "5"],
            1 => ["export", network, "--npz", folder["out.npz"], "--onnx", folder["out.onnx"]],
            2 => ["import", network, "--out", folder["out.safetensors"]],
            3 => ["activations", network, "--active", "2", "--inputs", "5", "--out", folder["out.npz"]],
            4 => ["compare", network, Good("n.safetensors", corpus.Networks[0].Content), "--active", "2", "--inputs", "5"],
            _ => ["plateau", network, "--active", "2", "--states", "2"],
        };
    }

    private string[] Activations()
    {
        var (ending, content) = Any(corpus.Activations);
        var activations = File($"acts{ending}", content, Any(corpus.Activations).Content);
        return random.Next(2) == 0
            ? ["probe", activations, "--controls", "99", "--directions", "99"]
            : ["probe", activations, "--controls", "99", "--directions", "99", "--labels", File(
                "labels.csv", "even,odd\n0,1\n1,0\n0,1\n1,0\n0,1\n1,0\n0,1\n1,0\n0,1\n1,0\n"u8.ToArray(), content)];
    }

    private string[] Records()
    {
        foreach (var (name, content) in corpus.Run)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(folder[$"run/{name}"])!);
            System.IO.File.WriteAllBytes(folder[$"run/{name}"], content);
        }

        var changed = Any("run.json", "results.jsonl", "metrics/timings.jsonl", Any([.. corpus.Run.Keys.Order(StringComparer.Ordinal)]));
        System.IO.File.WriteAllBytes(folder[$"run/{changed}"], Mutation.Of(corpus.Run[changed], corpus.Run["results.jsonl"], random));
        return random.Next(7) switch
        {
            0 => ["check", folder["run"]],
            1 => ["list", folder.Path],
            2 => ["export", folder["run"], "--csv", folder["out.csv"]],
            3 => ["compare", folder["run"], folder["run"]],
            4 => ["cancel", folder["run"]],
            5 => ["report", folder["run"], "--out", folder["out"]],
            _ => ["run", Good("study.json", corpus.Specs[0]), "--resume", "--workers", "1", "--out", folder["run"]],
        };
    }

    private string[] Words()
    {
        var (ending, network) = Any(corpus.Networks);
        string[] places = [Good($"n{ending}", network), Good("c.blif", corpus.Circuits[0].Content), Good("s.json", corpus.Specs[0]),
            folder.Path, folder["nowhere"], "", "\0", "-", "/dev/null", "/proc/self/mem", new string('x', 5000), "{", "pairs", "relu"];
        var words = Any(Verbs).Split(' ').ToList();
        for (var more = random.Next(7); more > 0; more--)
        {
            words.Add(random.Next(3) == 0 ? Any(places) : Any(Options));
            if (random.Next(2) == 0)
            {
                words.Add(random.Next(3) switch { 0 => Any(places), 1 => $"{random.Next(-2, 30)}", _ => Mutation.Token(random) });
            }
        }

        // What would go to runs/ goes to the case's folder; what would start processes, or never end, is left out.
        return words[0] is "run" or "train" ? [.. words, "--out", folder["out"]] : [.. words];
    }

    /// <summary>A file with changes.</summary>
    private string File(string name, byte[] content, byte[] other) => Good(name, Mutation.Of(content, other, random));

    private string Good(string name, byte[] content)
    {
        System.IO.File.WriteAllBytes(folder[name], content);
        return folder[name];
    }

    private T Any<T>(params T[] all) => all[random.Next(all.Length)];

    /// <inheritdoc/>
    public override string ToString() => string.Join(
        ' ', Arguments.Select(word => $"\"{Encoding.ASCII.GetString(Encoding.ASCII.GetBytes(word[..Math.Min(60, word.Length)]))}\""));
}
