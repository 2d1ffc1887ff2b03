using System;
using System.IO;
using System.Linq;
using System.Text;

/// <summary>
/// Makes one required symbol version of a 64-bit little-endian ELF library optional, by setting VER_FLG_WEAK in its Vernaux entry
/// (System V ABI, "Symbol Versioning"; section type SHT_GNU_verneed).
/// </summary>
public static class ElfSymbolVersion
{
    private const uint SectionTypeVersionNeeds = 0x6ffffffe;
    private const ushort FlagWeak = 2;

    /// <summary>Returns a copy of <paramref name="elf"/> in which <paramref name="version"/> is optional.</summary>
    /// <exception cref="InvalidDataException">The bytes are not such a library, or it does not require the version exactly once.</exception>
    public static byte[] MakeOptional(byte[] elf, string version)
    {
        try
        {
            return SetFlag(elf, version);
        }
        catch (Exception e) when (e is ArgumentException || e is IndexOutOfRangeException || e is OverflowException)
        {
            throw new InvalidDataException("the ELF file is damaged: an offset points outside of it");
        }
    }

    private static byte[] SetFlag(byte[] elf, string version)
    {
        if (elf.Length < 64 || elf[0] != 0x7f || elf[1] != 'E' || elf[2] != 'L' || elf[3] != 'F' || elf[4] != 2 || elf[5] != 1)
        {
            throw new InvalidDataException("not a 64-bit little-endian ELF file");
        }

        var relaxed = (byte[])elf.Clone();
        var sections = checked((int)BitConverter.ToUInt64(elf, 0x28));
        int sectionSize = BitConverter.ToUInt16(elf, 0x3a);
        int sectionCount = BitConverter.ToUInt16(elf, 0x3c);
        var found = 0;
        for (var s = 0; s < sectionCount; s++)
        {
            var header = checked(sections + (s * sectionSize));
            if (BitConverter.ToUInt32(elf, header + 4) != SectionTypeVersionNeeds)
            {
                continue;
            }

            var strings = StringTable(elf, sections, sectionSize, header);
            var need = checked((int)BitConverter.ToUInt64(elf, header + 0x18));
            for (var needs = BitConverter.ToUInt32(elf, header + 0x2c); needs > 0; needs--)
            {
                var entry = checked(need + (int)BitConverter.ToUInt32(elf, need + 8));
                for (int entries = BitConverter.ToUInt16(elf, need + 2); entries > 0; entries--)
                {
                    if (Name(elf, strings, BitConverter.ToUInt32(elf, entry + 8)) == version)
                    {
                        found++;
                        relaxed[entry + 4] |= (byte)FlagWeak;
                    }

                    entry = checked(entry + (int)BitConverter.ToUInt32(elf, entry + 12));
                }

                need = checked(need + (int)BitConverter.ToUInt32(elf, need + 12));
            }
        }

        return found == 1 ? relaxed : throw new InvalidDataException("it requires the symbol version " + version + " " + found + " times, expected once");
    }

    private static int StringTable(byte[] elf, int sections, int sectionSize, int header)
    {
        var link = checked((int)BitConverter.ToUInt32(elf, header + 0x28));
        return checked((int)BitConverter.ToUInt64(elf, sections + (link * sectionSize) + 0x18));
    }

    private static string Name(byte[] elf, int strings, uint offset)
    {
        var start = checked(strings + (int)offset);
        var end = Array.IndexOf(elf, (byte)0, start);
        return end < 0 ? throw new ArgumentException("unterminated name") : Encoding.ASCII.GetString(elf, start, end - start);
    }
}

#if !WITHOUT_MSBUILD
/// <summary>Writes a copy of a library in which one required symbol version is optional.</summary>
public sealed class RelaxSymbolVersion : Microsoft.Build.Utilities.Task
{
    [Microsoft.Build.Framework.Required]
    public string Library { get; set; }

    [Microsoft.Build.Framework.Required]
    public string SymbolVersion { get; set; }

    [Microsoft.Build.Framework.Required]
    public string RelaxedCopy { get; set; }

    public override bool Execute()
    {
        byte[] relaxed;
        try
        {
            relaxed = ElfSymbolVersion.MakeOptional(File.ReadAllBytes(Library), SymbolVersion);
        }
        catch (InvalidDataException e)
        {
            Log.LogError("{0} cannot be prepared for older Linux systems: {1}. Expected the file of TorchSharp 0.107.0; for another version see build/TorchSharpOnOlderLinux.targets.", Library, e.Message);
            return false;
        }

        // A new file under a new name, then put in place: an output that is a hard link to the old one is never written through,
        // and of several projects built at once each finds either no file or a whole one.
        Directory.CreateDirectory(Path.GetDirectoryName(RelaxedCopy));
        var fresh = RelaxedCopy + "." + Guid.NewGuid().ToString("N");
        File.WriteAllBytes(fresh, relaxed);
        try
        {
            File.Delete(RelaxedCopy);
            File.Move(fresh, RelaxedCopy);
        }
        catch (IOException) when (File.Exists(RelaxedCopy) && File.ReadAllBytes(RelaxedCopy).SequenceEqual(relaxed))
        {
            // Another project's build was faster and put the same bytes there.
            File.Delete(fresh);
        }

        return true;
    }
}
#endif
