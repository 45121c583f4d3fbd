"""Makes the fixtures: python3 -m venv V && V/bin/pip install openpyxl==3.1.5 && V/bin/python generate.py
LibreOffice 7.4 or newer must be installed. Run by hand; the files are committed."""
import datetime, pathlib, subprocess, tempfile

import openpyxl
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.utils.datetime import CALENDAR_MAC_1904

here = pathlib.Path(__file__).parent


def book(epoch=None):
    book = openpyxl.Workbook()
    if epoch:
        book.epoch = epoch
    sheet = book.active
    sheet.title = "设备 清单"
    sheet.append(["编号", "名称", "安装日期", "功率", "在线", "合计"])
    sheet.append(["001", "  水泵 & <阀>", datetime.date(2024, 2, 29), 8.7, True, "=D2*2"])
    sheet.append([2, CellRichText("普通", TextBlock(InlineFont(b=True), "粗体"), " 尾"), datetime.datetime(2023, 12, 31, 18, 30), 0.1, False, "=1/0"])
    sheet["A5"] = "合并"
    sheet.merge_cells("A5:C6")
    sheet["D5"] = "第一行\n第二行"
    sheet["E5"] = datetime.time(8, 15)
    sheet["F5"] = "#N/A"
    sheet["A8"] = 1e-7
    sheet["B8"] = 123456789012345
    sheet["C8"] = -0.5
    sheet["C8"].number_format = '0.00;[Red]-0.00'
    sheet["D8"] = 45292
    sheet["D8"].number_format = 'yyyy"年"m"月"d"日"'
    book.create_sheet("Second")["XFD1048576"] = "last"
    hidden = book.create_sheet("hidden", 1)
    hidden["B2"] = "secret"
    hidden.sheet_state = "hidden"
    return book


book().save(here / "openpyxl.xlsx")
book(CALENDAR_MAC_1904).save(here / "openpyxl-1904.xlsx")
with tempfile.TemporaryDirectory() as folder:
    subprocess.run(["soffice", "--headless", "--convert-to", "xlsx", "--outdir", folder, here / "openpyxl.xlsx"], check=True)
    (here / "libreoffice.xlsx").write_bytes((pathlib.Path(folder) / "openpyxl.xlsx").read_bytes())
