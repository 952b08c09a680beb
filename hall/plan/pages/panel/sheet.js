/* The sheet of all keys. */

import { find } from "../../kit/page.js";
import { make } from "../canvas/elements.js";
import { TOOLS } from "../canvas/tools.js";

const KEY_SHEET = [
  ["选择与移动", [["Tab", "到下一个"], ["点击 / Shift 点击", "选一个 / 多选"], ["Shift 拖空地", "框选"], ["方向键", "移动 0.5 米；没有选中时移动画面"],
    ["Shift 方向键", "移动 0.1 米"], ["拖动 / Alt 拖动", "对齐格子与别的东西 / 不对齐"], ["Enter", "到属性栏"], ["Esc", "放下工具，取消选中"]]],
  ["改", [["Ctrl Z", "撤销"], ["Ctrl Shift Z", "重做"], ["Ctrl D", "复制一份"], ["Delete", "删去"], ["[ 和 ]", "转 15°"], ["双击通道", "在通道上加一个路口"]]],
  ["画", Object.values(TOOLS).map((each) => [each.key.toUpperCase(), each.words]).concat([["方向键、Enter", "移动准星、放下"]])],
  ["看", [["+ −", "放大、缩小"], ["0", "整层"], ["PageUp PageDown", "上一层、下一层"], ["空格拖动", "移动画面"], ["/", "查找"],
    ["Q", "检查"], ["G", "会变的屏"], ["Ctrl Enter", "发布"], ["F6", "换一个区域"], ["?", "这张表"]]],
];

for (const [title, keys] of KEY_SHEET) {
  const box = make("section"), list = make("dl");
  for (const [key, words] of keys) {
    const term = make("dt");
    term.append(make("kbd", "", key));
    list.append(term, make("dd", "", words));
  }
  box.append(make("h3", "", title), list);
  find("sheet-keys").append(box);
}
