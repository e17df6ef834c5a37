/* The second layer behind the virus scanner. In stages local and test it may be the only one. */

rule eicar_test_file
{
    meta:
        description = "The file that every virus scanner takes for a virus, so that scanners can be tried"
    strings:
        $text = "X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
    condition:
        $text
}

rule windows_program
{
    meta:
        description = "A program for Windows, by its header: no evidence holds one"
    condition:
        uint16(0) == 0x5A4D and uint32(0x3C) < filesize and uint32(uint32(0x3C)) == 0x00004550
}

rule linux_program
{
    meta:
        description = "A program for Linux, by its header"
    condition:
        uint32(0) == 0x464C457F and (uint8(4) == 1 or uint8(4) == 2)
}
