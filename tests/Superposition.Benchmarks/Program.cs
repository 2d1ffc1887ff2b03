using BenchmarkDotNet.Running;
using Superposition.Benchmarks;

// `performance [rounds]` prints all tables of docs/performance.md but the width law; each of them can be had alone by its name: floors,
// forms, peer, fused, sizes, quality; `law FOLDER` finds the smallest widths and draws the figure. Anything else is for BenchmarkDotNet
// (for example --filter "*Gram*").
switch (args)
{
    case ["performance", .. var rounds]:
        FloorTable.Print();
        FormTable.Print();
        Console.WriteLine();
        PeerTable.Run(rounds.Length > 0 ? rounds : ["2"]);
        Console.WriteLine();
        QualityTable.Run([]);
        Console.WriteLine();
        FusedTable.Run([]);
        Console.WriteLine();
        return SizeTable.Run([]);
    case ["floors"]:
        FloorTable.Print();
        return 0;
    case ["forms"]:
        FormTable.Print();
        return 0;
    case ["peer", .. var rest]:
        return PeerTable.Run(rest);
    case ["fused", .. var rest]:
        return FusedTable.Run(rest);
    case ["sizes", .. var rest]:
        return SizeTable.Run(rest);
    case ["quality", .. var rest]:
        return QualityTable.Run(rest);
    case ["law", .. var rest]:
        return LawTable.Run(rest);
    default:
        BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args, new InOneProcess());
        return 0;
}
